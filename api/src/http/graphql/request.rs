//! The parameters of a request, and what is wrong with them before anything runs.

use async_graphql::{
    Request, ServerError, Value, Variables,
    parser::types::{DocumentOperations, OperationDefinition, OperationType},
};
use axum::http::{HeaderMap, Method, header};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// As the GraphQL-over-HTTP draft names them. Lists of them (batches) are not taken.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Params {
    query: String,
    #[serde(default)]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Option<Map<String, Json>>,
    /// Accepted as the draft wants it; none is understood.
    #[serde(default, rename = "extensions")]
    _extensions: Option<Map<String, Json>>,
}

impl Params {
    pub fn from_json(body: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(body).map_err(|error| format!("The body is no GraphQL request: {error}."))
    }

    /// In an address, `variables` and `extensions` are JSON.
    pub fn from_query(query: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Raw {
            query: Option<String>,
            operation_name: Option<String>,
            variables: Option<String>,
            extensions: Option<String>,
        }
        fn object(name: &str, text: Option<String>) -> Result<Option<Map<String, Json>>, String> {
            match text.filter(|text| !text.is_empty()) {
                None => Ok(None),
                Some(text) => {
                    serde_json::from_str(&text).map_err(|error| format!("{name:?} is no JSON object: {error}."))
                }
            }
        }
        let address = format!("/?{query}").parse().map_err(|_| "The address is malformed.".to_owned())?;
        let axum::extract::Query(raw) =
            axum::extract::Query::<Raw>::try_from_uri(&address).map_err(|error| error.body_text())?;
        Ok(Self {
            query: raw.query.ok_or("The parameter \"query\" is missing.")?,
            operation_name: raw.operation_name.filter(|name| !name.is_empty()),
            variables: object("variables", raw.variables)?,
            _extensions: object("extensions", raw.extensions)?,
        })
    }

    pub fn into_request(self) -> Request {
        let mut request = Request::new(self.query);
        request.operation_name = self.operation_name;
        if let Some(variables) = self.variables {
            request.variables = Variables::from_json(Json::Object(variables));
        }
        request
    }
}

/// Whether the body is declared as JSON in UTF-8.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else { return false };
    let mut parts = kind.split(';').map(str::trim);
    parts.next().is_some_and(|media| media.eq_ignore_ascii_case("application/json"))
        && parts.filter_map(|parameter| parameter.split_once('=')).all(|(name, value)| {
            !name.eq_ignore_ascii_case("charset") || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
}

/// Why a request is not executed.
pub(super) enum Wrong {
    /// A mutation by GET.
    Method,
    Document(Vec<ServerError>),
}

/// What the library does not look at itself: mutations by GET, and variables that must have a value.
pub(super) fn check(request: &mut Request, method: &Method) -> Result<(), Wrong> {
    let name = request.operation_name.clone();
    let variables = request.variables.clone();
    let document = request.parsed_query().map_err(|error| Wrong::Document(vec![error]))?;
    // Where the operation cannot be told, the library says so.
    let Some(operation) = operation(&document.operations, name.as_deref()) else { return Ok(()) };
    if *method != Method::POST && operation.ty != OperationType::Query {
        return Err(Wrong::Method);
    }
    let missing: Vec<ServerError> = operation
        .variable_definitions
        .iter()
        .filter(|definition| {
            let definition = &definition.node;
            !definition.var_type.node.nullable
                && definition.default_value.is_none()
                && matches!(variables.get(&definition.name.node), None | Some(Value::Null))
        })
        .map(|definition| {
            let name = &definition.node.name.node;
            ServerError::new(format!("The variable ${name} must have a value."), Some(definition.pos))
        })
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(Wrong::Document(missing)) }
}

fn operation<'d>(operations: &'d DocumentOperations, name: Option<&str>) -> Option<&'d OperationDefinition> {
    match (operations, name) {
        (DocumentOperations::Single(operation), None) => Some(&operation.node),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name).map(|found| &found.node),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next().map(|found| &found.node)
        }
        (DocumentOperations::Multiple(_), None) => None,
    }
}
