//! `hongtu export`: a graph that was built → other formats and other views.

use super::Outcome;
use crate::{
    catalog::Catalog,
    data_file::DataFile,
    error::{Error, Result},
    graph::KnowledgeGraph,
    model::{Class, Predicate},
    text,
    write::{
        atomic,
        dot::{self, View},
        iri::Iris,
        json,
        property::{
            cypher, gexf, graphml,
            tables::{self, Dialect, Table},
        },
        rdf::{self, Form, Rewriting},
    },
};
use clap::{Args, ValueEnum};
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use petgraph::graph::NodeIndex;
use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Writes a built graph in another format, or another picture of it
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct ExportArgs {
    /// The directory that `hongtu build` wrote, or its graph.json (for RDF with evidence, its graph.trig)
    #[arg(default_value = "output", value_name = "DIR")]
    from: PathBuf,
    /// The format
    #[arg(long, short, value_enum)]
    format: Format,
    /// RDF with evidence: how the evidence is given; as the build gave it, where not told
    #[arg(long, value_enum, value_name = "FORM")]
    rdf: Option<Form>,
    /// File for the result (for csv and neo4j a directory); standard output, where not given
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Picture: only what lies around the entity of this name (or one like it); may be repeated
    #[arg(long, value_name = "NAME")]
    focus: Vec<String>,
    /// Picture: how many statements away from the focus
    #[arg(long, default_value_t = 1, value_name = "N")]
    hops: usize,
    /// Picture: only entities of this class; may be repeated
    #[arg(long, value_name = "CLASS")]
    class: Vec<Class>,
    /// Picture: only statements with this predicate; may be repeated
    #[arg(long, value_name = "PREDICATE")]
    predicate: Vec<Predicate>,
    /// Picture: no more boxes than this; a box may list several alike entities
    #[arg(long, default_value_t = View::default().max_nodes, value_name = "N")]
    max_nodes: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// graph.json again
    Json,
    /// A picture for Graphviz
    Dot,
    /// Turtle: entities and plain relations
    #[value(alias = "turtle")]
    Ttl,
    /// TriG: everything, with named graphs
    Trig,
    /// N-Quads: everything, with named graphs, a line each
    #[value(alias = "nquads")]
    Nq,
    /// JSON-LD: everything, with named graphs
    #[value(alias = "json-ld")]
    Jsonld,
    /// N-Triples: everything, each triple once, without the names of graphs
    #[value(alias = "ntriples")]
    Nt,
    /// RDF/XML: everything, each triple once, without the names of graphs
    #[value(alias = "rdfxml", alias = "xml")]
    Rdf,
    /// GraphML, for networkx, igraph, yEd and Cytoscape
    Graphml,
    /// GEXF, for Gephi
    Gexf,
    /// Tables for spreadsheets and data frames: nodes, edges, figures, documents
    Csv,
    /// Tables for `neo4j-admin database import`
    Neo4j,
    /// A Cypher script, for Neo4j and Memgraph
    Cypher,
}

const EXAMPLES: &str = "Where documents and evidence are wanted as RDF, trig, nq and jsonld have all of it. csv and neo4j are several files: --out names a directory.

Examples:
  hongtu export --format dot --class Official --class Department | dot -Tsvg > posts.svg
  hongtu export output --format dot --predicate builds --max-nodes 80 --out builds.dot
  hongtu export output --format csv --out tables
  hongtu export output --format rdf --out graph.rdf";

/// What an export is: one file, or several of one directory.
enum Exported {
    One(Vec<u8>),
    Several(Vec<Table>),
}

/// Exports the graph of a directory.
///
/// # Errors
/// When the graph cannot be read, no entity is like the focus, or the result cannot be written.
pub fn run(args: ExportArgs) -> Result<Outcome> {
    let exported = match args.format {
        Format::Trig => from_data_set(&args, RdfFormat::TriG)?,
        Format::Nq => from_data_set(&args, RdfFormat::NQuads)?,
        Format::Jsonld => from_data_set(&args, RdfFormat::JsonLd { profile: JsonLdProfileSet::default() })?,
        Format::Nt => from_data_set(&args, RdfFormat::NTriples)?,
        Format::Rdf => from_data_set(&args, RdfFormat::RdfXml)?,
        _ => from_graph(&args)?,
    };
    match (exported, &args.out) {
        (Exported::One(content), Some(path)) => atomic::write(path, &content)?,
        (Exported::One(content), None) => {
            io::stdout().lock().write_all(&content).map_err(Error::io("cannot write to", Path::new("standard output")))?;
        }
        (Exported::Several(tables), Some(directory)) => {
            let mut files = atomic::FileSet::new(directory)?;
            for Table { name, content } in tables {
                files.add(name, |out| out.write_all(&content))?;
            }
            files.commit()?;
        }
        (Exported::Several(_), None) => {
            return Err(Error::Query("this format is several files; name a directory for them with --out".to_owned()));
        }
    }
    Ok(Outcome::Done)
}

fn from_graph(args: &ExportArgs) -> Result<Exported> {
    let path = if args.from.is_dir() { args.from.join("graph.json") } else { args.from.clone() };
    let graph = json::read(&path)?;
    let iris = iris_beside(args)?;
    let mut content = Vec::new();
    let written = match args.format {
        Format::Dot => return Ok(Exported::One(picture(args, &graph)?.into_bytes())),
        Format::Csv => {
            return tables::write(&graph, &iris, Dialect::Plain).map(Exported::Several).map_err(Error::io("cannot write", &path));
        }
        Format::Neo4j => {
            return tables::write(&graph, &iris, Dialect::Neo4j).map(Exported::Several).map_err(Error::io("cannot write", &path));
        }
        Format::Graphml => graphml::write(&graph, &iris, &mut content),
        Format::Gexf => gexf::write(&graph, &iris, &mut content),
        Format::Cypher => cypher::write(&graph, &iris, &mut content),
        Format::Ttl => rdf::turtle(&graph, &rdf::Options { iris, ..rdf::Options::new(&Catalog::built_in()?) }, &mut content),
        _ => json::write(&graph, &mut content),
    };
    written.map_err(Error::io("cannot write", &path))?;
    Ok(Exported::One(content))
}

/// The IRIs of the data set that stands beside the graph, since graph.json has none.
fn iris_beside(args: &ExportArgs) -> Result<Iris> {
    let base = if args.from.is_dir() { DataFile::open(&args.from).ok().map(|file| file.base()).transpose()?.flatten() } else { None };
    base.map_or_else(|| Ok(Iris::default()), |base| Iris::new(&base))
}

/// Everything that the build wrote as RDF, quotations included.
fn from_data_set(args: &ExportArgs, format: RdfFormat) -> Result<Exported> {
    let file = DataFile::open(&args.from)?;
    let iris = file.base()?.map_or_else(|| Ok(Iris::default()), |base| Iris::new(&base))?;
    let mut content = Vec::new();
    rdf::rewrite(&file, &mut content, &Rewriting { to: format, form: args.rdf, iris: &iris })?;
    Ok(Exported::One(content))
}

fn picture(args: &ExportArgs, graph: &KnowledgeGraph) -> Result<String> {
    let catalog = Catalog::built_in()?;
    let focus = args.focus.iter().map(|name| focus(graph, name)).collect::<Result<_>>()?;
    let (classes, predicates) = (args.class.clone(), args.predicate.clone());
    let view = View { focus, hops: args.hops, classes, predicates, max_nodes: args.max_nodes };
    let texts = sources(graph);
    let texts: BTreeMap<&str, &str> = texts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    dot::write(&catalog, graph, &texts, &view).map_err(Error::io("cannot read the texts of", &args.from))
}

/// The best entity for a name; says on standard error which others it may have meant.
fn focus(graph: &KnowledgeGraph, name: &str) -> Result<NodeIndex> {
    let found = dot::find(graph, name);
    let Some((&best, others)) = found.split_first() else {
        let names = graph.graph.node_weights().map(|entity| entity.name.as_str());
        return Err(Error::Query(format!("no entity is called so: {}", text::unknown(name, names))));
    };
    let called = |node: NodeIndex| format!("{} ({})", graph.graph[node].name, graph.graph[node].class);
    if text::fold(&graph.graph[best].name) != text::fold(name) || !others.is_empty() {
        let others: Vec<String> = others.iter().take(5).map(|&node| called(node)).collect();
        let others = if others.is_empty() { String::new() } else { format!("; also alike: {}", others.join(", ")) };
        eprintln!("focus on {}{others}", called(best));
    }
    Ok(best)
}

/// The documents' texts, where their files still stand unchanged where they were read.
fn sources(graph: &KnowledgeGraph) -> BTreeMap<String, String> {
    let read = |record: &crate::graph::DocumentRecord| {
        let document = crate::corpus::read(Path::new(&record.path), &record.path).ok()?;
        (document.sha256 == record.sha256).then_some((document.id, document.text))
    };
    graph.documents.iter().filter_map(read).collect()
}
