#!/usr/bin/env python3
"""Write the Swiss day as a scenario under the sound model, from the bundled published one: the same flights and capacities.

    python3 scripts/build_swiss_sound.py

Intervals of one flight in one volume that touch become one stay, in seconds of the day. The regulation is ours: the
volume LSAS 365-385 at 38 flights an hour from 07:00 to 19:00, for all flights alike; rates may be searched for its flows
by the country they come from.
"""

import argparse
import gzip
import json
from datetime import datetime, timezone
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "scenarios" / "flow"
DAY = datetime(2018, 8, 1, tzinfo=timezone.utc)
CONTROL, RATE, PERIOD = "LSAS 365-385", 38, [7 * 3600, 19 * 3600]
COUNTRIES = {"France": "LF", "Germany": "ED", "Italy": "LI"}
GRID = [None, 24, 18, 14, 10, 6]


def second_of(takeoff):
    """Seconds of the day."""
    return int((datetime.fromisoformat(takeoff).replace(tzinfo=timezone.utc) - DAY).total_seconds())


def stays_of(pieces):
    """Pieces (volume, entry, exit) of one flight, those that touch in one volume as one."""
    stays = []
    for volume, entry, leave in sorted(pieces):
        if stays and stays[-1][0] == volume and entry <= stays[-1][2]:
            stays[-1][2] = max(stays[-1][2], leave)
        else:
            stays.append([volume, entry, leave])
    return sorted(stays, key=lambda stay: (stay[1], stay[2], stay[0]))


def periods_of(hours):
    """Hourly capacities as sub-periods, equal neighbours as one."""
    periods = []
    for hour, flights in sorted((int(hour), flights) for hour, flights in hours.items()):
        if periods and periods[-1][1:] == [hour * 3600, flights]:
            periods[-1][1] += 3600
        else:
            periods.append([hour * 3600, (hour + 1) * 3600, flights])
    return periods


def build(day):
    """The scenario as a dictionary, in the order of the file."""
    pieces = [[] for _ in day["flights"]]
    table = day["intervals"]
    for flight, volume, entry, leave in zip(*(table[key] for key in ("flight", "tv", "entryTimeS", "exitTimeS"))):
        start = second_of(day["flights"][flight]["takeoffTime"])
        pieces[flight].append((volume, start + entry, start + leave))
    volumes = [{"id": volume["id"], "band": [volume["lowerLevel"], volume["upperLevel"]],
                "entryCapacity": periods_of(volume["hourlyCapacity"]), "outline": volume["outline"]}
               for volume in day["trafficVolumes"]]
    flights = [{"id": flight["id"], **({"operator": flight["operator"]} if "operator" in flight else {}),
                "takeoff": second_of(flight["takeoffTime"]), "stays": stays_of(own)}
               for flight, own in zip(day["flights"], pieces)]
    flows = [{"id": country, "filter": {"from": [volume["id"] for volume in volumes if volume["id"].startswith(prefix)]}}
             for country, prefix in COUNTRIES.items()] + [{"id": "elsewhere", "filter": {}}]
    regulation = {"id": "LSAS", "volume": CONTROL, "period": PERIOD, "flows": [{"id": "all", "rate": RATE}]}
    return {"version": 1, "kind": "flow", "semantics": "sound", "title": f"{day['title']}, sound model",
            "source": day["source"], "synthetic": False,
            "capacitiesNote": f"{day['capacitiesNote']} The regulation is ours too.", "day": "2018-08-01",
            "horizon": [0, 86400], "volumes": volumes, "flights": flights, "regulations": [regulation],
            "search": {"flows": flows, "grids": [GRID] * len(flows)}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", type=Path, default=FOLDER / "swiss-2018-08-01.json.gz")
    parser.add_argument("--output", type=Path, default=FOLDER / "swiss-2018-08-01-sound.json.gz")
    options = parser.parse_args()
    text = json.dumps(build(json.loads(gzip.decompress(options.input.read_bytes()))), separators=(",", ":")).encode()
    size = options.output.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"wrote {options.output}: {size} bytes, {len(text)} of JSON")


if __name__ == "__main__":
    main()
