//! The data set as a file, under `/export`: as it is, in other RDF formats, and for programs that draw graphs.

use super::{problem::Problem, server::Server};
use crate::{
    catalog::Catalog,
    data_file::DataFile,
    write::{
        dot::{self, View},
        json,
        property::{gexf, graphml},
        rdf,
    },
};
use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use std::{collections::BTreeMap, io, sync::Arc};

/// Answers a request for `graph.EXTENSION`.
pub(super) async fn handle(State(server): State<Arc<Server>>, Path(name): Path<String>) -> Result<Response, Problem> {
    let extension = name.strip_prefix("graph.").unwrap_or_default().to_owned();
    let media = media(&extension).ok_or_else(|| {
        Problem::missing(format!("there is no export `{name}`; graph.json, ttl, trig, nq, nt, rdf, jsonld, dot, graphml and gexf are"))
    })?;
    let shared = Arc::clone(&server);
    let content = server
        .evaluate(move |_, _, _| write(&shared, &extension).map_err(|error| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error)))
        .await?;
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)], content).into_response())
}

fn media(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "json" => "application/json",
        "dot" => "text/vnd.graphviz; charset=utf-8",
        "graphml" => "application/graphml+xml",
        "gexf" => "application/gexf+xml",
        "jsonld" => "application/ld+json",
        _ => format(extension)?.media_type(),
    })
}

fn format(extension: &str) -> Option<RdfFormat> {
    match extension {
        "ttl" => Some(RdfFormat::Turtle),
        "trig" => Some(RdfFormat::TriG),
        "nq" => Some(RdfFormat::NQuads),
        "nt" => Some(RdfFormat::NTriples),
        "rdf" => Some(RdfFormat::RdfXml),
        "jsonld" => Some(RdfFormat::JsonLd { profile: JsonLdProfileSet::default() }),
        _ => None,
    }
}

fn write(server: &Server, extension: &str) -> Result<Vec<u8>, String> {
    let explorer = &server.explorer;
    let mut content = Vec::new();
    let failed = |error: io::Error| error.to_string();
    match extension {
        "json" => json::write(&explorer.graph, &mut content).map_err(failed)?,
        "graphml" => graphml::write(&explorer.graph, &explorer.iris, &mut content).map_err(failed)?,
        "gexf" => gexf::write(&explorer.graph, &explorer.iris, &mut content).map_err(failed)?,
        "ttl" | "dot" => {
            let catalog = Catalog::built_in().map_err(|error| error.to_string())?;
            if extension == "dot" {
                let texts = explorer.graph.documents.iter().zip(&explorer.documents);
                let texts: BTreeMap<&str, &str> =
                    texts.filter_map(|(record, facts)| Some((record.id.as_str(), facts.text.as_ref()?.text.as_str()))).collect();
                return dot::write(&catalog, &explorer.graph, &texts, &View::default()).map(String::into_bytes).map_err(failed);
            }
            let options = rdf::Options { iris: explorer.iris.clone(), ..rdf::Options::new(&catalog) };
            rdf::turtle(&explorer.graph, &options, &mut content).map_err(failed)?;
        }
        _ => {
            let to = format(extension).ok_or("no such format")?;
            let file = DataFile::open(&server.options.directory).map_err(|error| error.to_string())?;
            rdf::convert(&file, to, &explorer.iris, &mut content).map_err(|error| error.to_string())?;
        }
    }
    Ok(content)
}
