//! The JSON Schema of a scenario file, from the types that read it.

use schemars::generate::SchemaSettings;

use super::format::ScenarioFile;

/// The JSON Schema of a scenario file, version 1, as indented JSON with a final newline.
///
/// It describes what is read without an error or a warning about its form; the rules that need more than one field are
/// only checked by loading. It is the text of `schema/scenario.json`.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(&loadline::scenario::schema()).unwrap();
/// assert_eq!(schema["properties"]["flights"]["items"]["$ref"], "#/$defs/Flight");
/// ```
pub fn schema() -> String {
    TEXT.to_owned()
}

/// The text of [`schema`], made anew from the types: what `schema/scenario.json` should hold.
///
/// Nothing but the test that keeps that file fresh needs it, so that a wasm build holds the text and not its maker.
pub fn generated_schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    format!("{:#}\n", settings.into_generator().into_root_schema_for::<ScenarioFile<'_>>().to_value())
}

/// The names of the fields of an object that the schema calls `name`; of the whole file for `None`.
pub(super) fn fields(name: Option<&str>) -> Vec<String> {
    let schema: serde_json::Value = serde_json::from_str(TEXT).expect("the schema is JSON");
    let object = name.map_or(&schema, |name| &schema["$defs"][name]);
    object["properties"].as_object().into_iter().flat_map(serde_json::Map::keys).cloned().collect()
}

const TEXT: &str = include_str!("../../schema/scenario.json");
