//! The JSON Schemas of scenario files, from the types that read them.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use super::format::ScenarioFile;
use super::{contracts, sound, states};

/// The JSON Schemas of scenario files, version 1, each as indented JSON with a final newline, by the names of their files in `schema/`.
///
/// `scenario` is a day of traffic as the published model reads it, `flow-sound` one for the sound model, `states` and `contracts` are
/// what is asked of those families. Each describes what is read without an error or a warning about its form; the rules that
/// need more than one field are only checked by loading.
///
/// ```
/// let (_, text) = loadline::scenario::SCHEMAS[0];
/// let schema: serde_json::Value = serde_json::from_str(text).unwrap();
/// assert_eq!(schema["properties"]["flights"]["items"]["$ref"], "#/$defs/Flight");
/// ```
pub const SCHEMAS: [(&str, &str); 4] = [
    ("scenario", include_str!("../../schema/scenario.json")),
    ("flow-sound", include_str!("../../schema/flow-sound.json")),
    ("states", include_str!("../../schema/states.json")),
    ("contracts", include_str!("../../schema/contracts.json")),
];

/// [`SCHEMAS`], made anew from the types: what the files in `schema/` should hold.
///
/// Nothing but the test that keeps those files fresh needs it, so that a wasm build holds the texts and not their maker.
pub fn generated_schemas() -> [(&'static str, String); 4] {
    [
        ("scenario", made::<ScenarioFile<'_>>()),
        ("flow-sound", sound::generated_schema()),
        ("states", states::generated_schema()),
        ("contracts", contracts::generated_schema()),
    ]
}

/// The schema of one file.
pub(super) fn made<File: JsonSchema>() -> String {
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    format!("{:#}\n", settings.into_generator().into_root_schema_for::<File>().to_value())
}

/// The names of the fields of an object that a schema calls `object`; of the whole file for `None`.
pub(super) fn fields(schema: &str, object: Option<&str>) -> Vec<String> {
    let (_, text) = SCHEMAS.into_iter().find(|(name, _)| *name == schema).expect("it is one of them");
    let schema: serde_json::Value = serde_json::from_str(text).expect("the schema is JSON");
    let object = object.map_or(&schema, |name| &schema["$defs"][name]);
    object["properties"].as_object().into_iter().flat_map(serde_json::Map::keys).cloned().collect()
}
