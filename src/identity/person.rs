//! Officials of one name in different documents: which of them are one person.
//!
//! The rule, from the content of all documents and independent of their order:
//!
//! 1. two persons of one document, whom that document tells apart, are never one;
//! 2. those with posts of one place are one;
//! 3. those with posts of different places are one where the name is long enough to be rare and the one post follows the other in time;
//! 4. those without a post join whoever has one at the place that the document speaks for, else in the centre, else, where the name is rare, the only
//!    one; the rest are one by place or, where the name is rare, all together.

use crate::{
    graph::{Part, part::PartEntity},
    model::Class,
};
use std::collections::{BTreeMap, BTreeSet};

/// A name with as many characters is rarely that of two officials.
const RARE: usize = 3;

/// Gives the officials that are one the same key: `Official|name|place`, with a post where two of one name and place are apart.
pub(crate) fn resolve(parts: &mut [Part]) {
    let mut by_name: BTreeMap<String, Vec<Node>> = BTreeMap::new();
    for (number, part) in parts.iter().enumerate() {
        let year = part.document.date.as_deref().and_then(|date| date.get(..4)?.parse().ok());
        for entity in part.entities.iter().filter(|entity| entity.class == Class::Official) {
            let Some(node) = Node::of(number, part, entity, year) else { continue };
            by_name.entry(node.name.clone()).or_default().push(node);
        }
    }
    let mut keys: BTreeMap<(usize, String), String> = BTreeMap::new();
    for (name, nodes) in by_name {
        for (key, cluster) in keyed(&name, clusters(&name, nodes)) {
            keys.extend(cluster.nodes.into_iter().map(|node| ((node.part, node.key), key.clone())));
        }
    }
    for (number, part) in parts.iter_mut().enumerate() {
        part.rekey(|entity| if entity.class == Class::Official { keys.get(&(number, entity.key.clone())).cloned() } else { None });
    }
}

/// A person as one document knows them.
struct Node {
    part: usize,
    document: String,
    name: String,
    key: String,
    place: String,
    /// The first post; none where the document tells of none.
    post: Option<String>,
    /// The year of the document.
    year: Option<u16>,
}

impl Node {
    fn of(number: usize, part: &Part, entity: &PartEntity, year: Option<u16>) -> Option<Self> {
        let mut fields = entity.key.splitn(4, '|').skip(1);
        let (name, place, post) = (fields.next()?, fields.next()?, fields.next()?);
        let document = part.document.id.to_string();
        let post = (post != document).then(|| post.to_owned());
        Some(Self { part: number, name: name.to_owned(), key: entity.key.clone(), place: place.to_owned(), post, year, document })
    }
}

impl Node {
    /// Whether the code of the post's place is that of a province.
    fn is_provincial(&self) -> bool {
        let code = self.post.as_deref().and_then(|post| post.split_once(':')).map_or("", |(code, _)| code);
        code.len() == 6 && code.ends_with("0000")
    }
}

/// Nodes that are one person.
#[derive(Default)]
struct Cluster {
    nodes: Vec<Node>,
    documents: BTreeSet<String>,
    /// Where posts are held, and when.
    places: BTreeMap<String, Option<(u16, u16)>>,
    /// Whether a post is one of a province or of the centre.
    high: bool,
}

impl Cluster {
    fn add(&mut self, node: Node) {
        self.documents.insert(node.document.clone());
        if node.post.is_some() {
            let years = self.places.entry(node.place.clone()).or_default();
            let year = node.year.map(|year| (year, year));
            *years = cover(*years, year);
            self.high |= node.place.is_empty() || node.is_provincial();
        }
        self.nodes.push(node);
    }

    fn absorb(&mut self, other: Self) {
        other.nodes.into_iter().for_each(|node| self.add(node));
    }

    /// Whether no document tells the two apart.
    fn may_be(&self, other: &Self) -> bool {
        self.documents.is_disjoint(&other.documents)
    }

    /// Whether the posts of the one follow those of the other: at no time does the person hold posts in two places, and who was in the centre
    /// does not begin anew in a city.
    fn follows(&self, other: &Self) -> bool {
        let years = |cluster: &Self| cluster.places.values().fold(None, |all, years| cover(all, *years));
        let (Some((first, last)), Some((other_first, other_last))) = (years(self), years(other)) else { return true };
        let (was, goes) = if last <= other_first { (self, other) } else { (other, self) };
        let from_the_centre = was.places.contains_key("") && !goes.high;
        // In one and the same year nobody begins both.
        let at_once = (first, last) == (other_first, other_last);
        (last <= other_first || other_last <= first) && !at_once && !from_the_centre
    }

    /// The place that stands for the person: that of the first post, else that of the documents where it is one.
    fn place(&self) -> String {
        let first = self.places.iter().min_by_key(|(place, years)| (years.map_or(u16::MAX, |(first, _)| first), place.as_str()));
        if let Some((place, _)) = first {
            return place.clone();
        }
        let places: BTreeSet<&str> = self.nodes.iter().map(|node| node.place.as_str()).collect();
        places.first().filter(|_| places.len() == 1).map(|place| (*place).to_owned()).unwrap_or_default()
    }
}

fn cover(one: Option<(u16, u16)>, other: Option<(u16, u16)>) -> Option<(u16, u16)> {
    match (one, other) {
        (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
        (years, None) | (None, years) => years,
    }
}

fn clusters(name: &str, mut nodes: Vec<Node>) -> Vec<Cluster> {
    let rare = name.chars().count() >= RARE;
    nodes.sort_by(|a, b| (&a.place, &a.post, &a.document, &a.key).cmp(&(&b.place, &b.post, &b.document, &b.key)));
    let (posted, floating): (Vec<Node>, Vec<Node>) = nodes.into_iter().partition(|node| node.post.is_some());
    let mut clusters: Vec<Cluster> = Vec::new();
    for node in posted {
        let same = |cluster: &&mut Cluster| cluster.places.contains_key(&node.place) && !cluster.documents.contains(&node.document);
        match clusters.iter_mut().find(same) {
            Some(cluster) => cluster.add(node),
            None => {
                let mut cluster = Cluster::default();
                cluster.add(node);
                clusters.push(cluster);
            }
        }
    }
    if rare {
        clusters = join_moved(clusters);
    }
    let mut left: Vec<Cluster> = Vec::new();
    for node in floating {
        let free = |cluster: &Cluster| !cluster.documents.contains(&node.document);
        let here = clusters.iter().position(|cluster| cluster.places.contains_key(&node.place) && free(cluster));
        let centre = || clusters.iter().position(|cluster| cluster.places.contains_key("") && free(cluster));
        let only = || (rare && clusters.len() == 1 && free(&clusters[0])).then_some(0);
        match here.or_else(centre).or_else(only) {
            Some(index) => clusters[index].add(node),
            None => {
                let same = |cluster: &&mut Cluster| {
                    !cluster.documents.contains(&node.document)
                        && (rare || (!node.place.is_empty() && cluster.nodes[0].place == node.place))
                };
                match left.iter_mut().find(same) {
                    Some(cluster) => cluster.add(node),
                    None => {
                        let mut cluster = Cluster::default();
                        cluster.add(node);
                        left.push(cluster);
                    }
                }
            }
        }
    }
    clusters.append(&mut left);
    clusters
}

/// Joins those who moved from one place to another, the earliest first.
fn join_moved(mut clusters: Vec<Cluster>) -> Vec<Cluster> {
    let begun = |cluster: &Cluster| cluster.places.values().flatten().map(|(first, _)| *first).min().unwrap_or(u16::MAX);
    clusters.sort_by_cached_key(|cluster| (begun(cluster), cluster.place()));
    let mut joined: Vec<Cluster> = Vec::new();
    for cluster in clusters {
        match joined.iter_mut().find(|known| known.may_be(&cluster) && known.follows(&cluster)) {
            Some(known) => known.absorb(cluster),
            None => joined.push(cluster),
        }
    }
    joined
}

/// The key of each cluster; of several at one place, the first in the order of posts goes by the place alone.
fn keyed(name: &str, clusters: Vec<Cluster>) -> Vec<(String, Cluster)> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut keyed = Vec::new();
    for cluster in clusters {
        let place = cluster.place();
        let mut key = format!("{}|{name}|{place}", Class::Official);
        if !taken.insert(key.clone()) {
            let first = cluster.nodes.iter().map(|node| node.post.as_deref().unwrap_or(&node.document)).min().unwrap_or_default();
            key = format!("{key}|{first}");
            while !taken.insert(key.clone()) {
                key.push('+');
            }
        }
        keyed.push((key, cluster));
    }
    keyed
}
