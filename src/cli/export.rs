//! `hongtu export`: a graph that was built → other formats and other views.

use super::Outcome;
use crate::{
    catalog::Catalog,
    data_file::DataFile,
    error::{Error, Result},
    graph::{DocumentRecord, KnowledgeGraph},
    model::{Class, Predicate},
    product, serve, text,
    write::{
        atomic,
        dot::{
            self, Kind, View,
            render::{self, Image},
        },
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
use oxigraph::{
    io::{JsonLdProfileSet, RdfFormat, RdfParser},
    model::{NamedOrBlankNode, Term},
};
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
    /// Picture: the question that it answers
    #[arg(long, value_enum, default_value_t)]
    view: Kind,
    /// Picture: only what lies around the entity of this name (or one like it), or the document of this title; page: only the documents
    /// with this in their title or path; may be repeated
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
    /// Picture: draw a frame around the entities of each class (overview, focus)
    #[arg(long)]
    frames: bool,
    /// Picture: where `hongtu serve` answers; boxes link to its pages
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:7878/")]
    explorer: String,
    /// Picture: draw also what `hongtu infer` concluded (inferred.trig in the directory), in grey
    #[arg(long)]
    inferred: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// graph.json again
    Json,
    /// A picture for Graphviz
    Dot,
    /// The picture as SVG, with links and tooltips; needs Graphviz
    Svg,
    /// The picture as PNG; needs Graphviz
    Png,
    /// The picture as PDF; needs Graphviz
    Pdf,
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
    /// One page for a browser: text, graph and statements, without a network
    Html,
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
  hongtu export --format svg --view officials --out posts.svg
  hongtu export --format png --view document --focus report.txt --out report.png
  hongtu export --format html --focus report.txt --out report.html
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
        Format::Html => Exported::One(serve::page(&args.from, &args.focus)?),
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
        Format::Svg => return drawn(args, &graph, Image::Svg),
        Format::Png => return drawn(args, &graph, Image::Png),
        Format::Pdf => return drawn(args, &graph, Image::Pdf),
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

fn drawn(args: &ExportArgs, graph: &KnowledgeGraph, image: Image) -> Result<Exported> {
    if render::lacks_chinese_font() {
        eprintln!("no font with Chinese characters is installed, they will be drawn as boxes; on Debian: apt-get install fonts-noto-cjk");
    }
    render::render(&picture(args, graph)?, image).map(Exported::One)
}

fn picture(args: &ExportArgs, graph: &KnowledgeGraph) -> Result<String> {
    let catalog = Catalog::built_in()?;
    let of_document = args.view == Kind::Document;
    let document = args.focus.first().filter(|_| of_document).map(|name| document(graph, name)).transpose()?;
    let names = if of_document { &[] } else { args.focus.as_slice() };
    if args.view == Kind::Focus && names.is_empty() {
        return Err(Error::Query("this view needs an entity: name it with --focus".to_owned()));
    }
    let view = View {
        kind: args.view,
        document,
        explorer: Some(if args.explorer.ends_with('/') { args.explorer.clone() } else { format!("{}/", args.explorer) }),
        frames: args.frames,
        inferred: if args.inferred { conclusions(args, graph)? } else { Vec::new() },
        focus: names.iter().map(|name| focus(graph, name)).collect::<Result<_>>()?,
        hops: args.hops,
        classes: args.class.clone(),
        predicates: args.predicate.clone(),
        max_nodes: args.max_nodes,
    };
    let texts = texts(args, graph);
    let texts: BTreeMap<&str, &str> = texts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    dot::write(&catalog, graph, &texts, &view).map_err(Error::io("cannot read the texts of", &args.from))
}

/// The id of the document whose id, path or title is `name`, or contains it.
fn document(graph: &KnowledgeGraph, name: &str) -> Result<String> {
    let wanted = text::fold(name);
    let names = |record: &DocumentRecord| {
        [record.id.to_string(), record.path.clone(), record.header.title.clone().unwrap_or_default()].map(|name| text::fold(&name))
    };
    let exact = graph.documents.iter().find(|record| names(record).contains(&wanted));
    let found = exact.or_else(|| graph.documents.iter().find(|record| names(record).iter().any(|name| name.contains(&wanted))));
    let titles = graph.documents.iter().map(|record| record.header.title.as_deref().unwrap_or(&record.path));
    found
        .map(|record| record.id.to_string())
        .ok_or_else(|| Error::Query(format!("no document is called so: {}", text::unknown(name, titles))))
}

/// What `hongtu infer` wrote beside the graph, as far as both ends are entities of it.
fn conclusions(args: &ExportArgs, graph: &KnowledgeGraph) -> Result<Vec<(NodeIndex, Predicate, NodeIndex)>> {
    let path = if args.from.is_dir() { args.from.join("inferred.trig") } else { args.from.with_file_name("inferred.trig") };
    let bytes = std::fs::read(&path).map_err(Error::io("cannot read (`hongtu infer` writes it)", &path))?;
    let nodes: BTreeMap<&str, NodeIndex> = graph.graph.node_indices().map(|node| (graph.graph[node].id.as_str(), node)).collect();
    let local = |iri: &str| iri.rsplit(['/', '#']).next().unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for quad in RdfParser::from_format(RdfFormat::TriG).for_slice(&bytes) {
        let quad = quad.map_err(|error| Error::Input { path: path.clone(), problem: error.to_string() })?;
        let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(object)) = (&quad.subject, &quad.object) else { continue };
        let ends = (nodes.get(local(subject.as_str()).as_str()), nodes.get(local(object.as_str()).as_str()));
        if let ((Some(&subject), Some(&object)), Ok(predicate)) = (ends, local(quad.predicate.as_str()).parse()) {
            found.push((subject, predicate, object));
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
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

/// The documents' texts, as far as the build's directory has kept them beside the graph.
fn texts(args: &ExportArgs, graph: &KnowledgeGraph) -> BTreeMap<String, String> {
    let directory = if args.from.is_dir() { &args.from } else { args.from.parent().unwrap_or(Path::new(".")) };
    let kept = |record: &DocumentRecord| Some((record.id.to_string(), product::read_text(directory, &record.id).ok()?.text));
    graph.documents.iter().filter_map(kept).collect()
}
