//! The JSON Schema of a scenario file, from the types that read it.

use schemars::generate::SchemaSettings;

use super::format::ScenarioFile;

/// The JSON Schema of a scenario file, version 1, as indented JSON with a final newline.
///
/// It describes what is read without an error or a warning about its form; the rules that need more than one field are
/// only checked by loading.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(&loadline::scenario::schema()).unwrap();
/// assert_eq!(schema["properties"]["flights"]["items"]["$ref"], "#/$defs/Flight");
/// ```
pub fn schema() -> String {
    let schema =
        SchemaSettings::draft2020_12().for_deserialize().into_generator().into_root_schema_for::<ScenarioFile<'_>>();
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text.push('\n');
    text
}
