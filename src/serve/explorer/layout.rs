//! Where the nodes of a picture stand: springs along edges, repulsion between all, far groups taken as one (Barnes and Hut 1986).
//!
//! Only sums, products, quotients and square roots are used, in one order, so that the same graph has the same picture on every machine.

/// Steps that all nodes together make, at most: what bounds the time.
const WORK: usize = 400_000;
const MOST_ROUNDS: usize = 300;
const FEWEST_ROUNDS: usize = 40;
/// A group is taken as one from this ratio of its width to its distance on.
const FAR: f64 = 0.9;
/// How deep the tree goes; what stands closer than that is one place.
const DEEPEST: usize = 24;
/// Pull towards the middle, so that parts without edges between them stay in sight.
const GRAVITY: f64 = 0.05;

type Point = [f64; 2];

/// The places of nodes that begin where their seeds say; `edges` are pairs of their indices. The unit is the length of an edge.
pub(in crate::serve) fn layout(seeds: &[u64], edges: &[(usize, usize)]) -> Vec<Point> {
    let count = seeds.len();
    let width = (count.max(1) as f64).sqrt();
    let unit = |bits: u64| (bits & 0xFFFF_FFFF) as f64 / f64::from(u32::MAX) - 0.5;
    let mut places: Vec<Point> = seeds.iter().map(|&seed| [unit(seed) * width, unit(seed >> 32) * width]).collect();
    let mut degree = vec![1.0_f64; count];
    for &(from, to) in edges {
        degree[from] += 1.0;
        degree[to] += 1.0;
    }
    let rounds = (WORK / count.max(1)).clamp(FEWEST_ROUNDS, MOST_ROUNDS);
    for round in 0..rounds {
        let heat = width * 0.1 * (1.0 - round as f64 / rounds as f64) + 0.005;
        let tree = Tree::new(&places);
        let mut forces: Vec<Point> = places.iter().map(|&place| tree.push(place)).collect();
        for (force, place) in forces.iter_mut().zip(&places) {
            for (part, at) in force.iter_mut().zip(place) {
                *part -= GRAVITY * at;
            }
        }
        for &(from, to) in edges {
            let [dx, dy] = [places[to][0] - places[from][0], places[to][1] - places[from][1]];
            let distance = (dx * dx + dy * dy).sqrt();
            // A hub is not torn to each of its many neighbours.
            let pull = distance / degree[from].min(degree[to]).sqrt();
            for (node, sign) in [(from, 1.0), (to, -1.0)] {
                forces[node][0] += sign * pull * dx;
                forces[node][1] += sign * pull * dy;
            }
        }
        for (place, force) in places.iter_mut().zip(&forces) {
            let strength = (force[0] * force[0] + force[1] * force[1]).sqrt();
            let step = if strength > heat { heat / strength } else { 1.0 };
            place[0] += force[0] * step;
            place[1] += force[1] * step;
        }
    }
    places
}

/// A number that is the same for the same id on every machine (FNV-1a, mixed).
pub(in crate::serve) fn seed(id: &str) -> u64 {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 29)
}

/// A square of the plane: what stands in it, and its four quarters.
#[derive(Clone, Copy, Default)]
struct Square {
    sum: Point,
    count: f64,
    /// Indices of quarters; 0, the whole plane, is nobody's quarter.
    quarters: [u32; 4],
    /// The one place in it, where it is not divided.
    only: Option<Point>,
}

struct Tree {
    squares: Vec<Square>,
    middle: Point,
    half: f64,
}

impl Tree {
    fn new(places: &[Point]) -> Self {
        let bound = |pick: fn(f64, f64) -> f64, start: f64, axis: usize| places.iter().fold(start, |bound, place| pick(bound, place[axis]));
        let low = [0, 1].map(|axis| bound(f64::min, f64::INFINITY, axis));
        let high = [0, 1].map(|axis| bound(f64::max, f64::NEG_INFINITY, axis));
        let middle = [0, 1].map(|axis| (low[axis] + high[axis]) / 2.0);
        let half = ((high[0] - low[0]).max(high[1] - low[1]) / 2.0).max(1e-6) * 1.001;
        let mut tree = Self { squares: vec![Square::default()], middle, half };
        for &place in places {
            tree.insert(place);
        }
        tree
    }

    fn insert(&mut self, place: Point) {
        let (mut at, mut middle, mut half) = (0, self.middle, self.half);
        for depth in 0..DEEPEST {
            let before = self.squares[at];
            self.add(at, place);
            if before.count == 0.0 {
                self.squares[at].only = Some(place);
                return;
            }
            if depth + 1 == DEEPEST {
                return;
            }
            // The square is divided: what stood alone in it goes into its quarter.
            if let Some(old) = before.only {
                self.squares[at].only = None;
                let quarter = self.quarter(at, middle, old);
                self.add(quarter, old);
                self.squares[quarter].only = Some(old);
            }
            let next = self.quarter(at, middle, place);
            half /= 2.0;
            for axis in 0..2 {
                middle[axis] += if place[axis] < middle[axis] { -half } else { half };
            }
            at = next;
        }
    }

    fn add(&mut self, at: usize, place: Point) {
        let square = &mut self.squares[at];
        square.sum[0] += place[0];
        square.sum[1] += place[1];
        square.count += 1.0;
    }

    /// The quarter of a square that a place is in, made where there is none.
    fn quarter(&mut self, at: usize, middle: Point, place: Point) -> usize {
        let which = usize::from(place[0] >= middle[0]) + 2 * usize::from(place[1] >= middle[1]);
        if self.squares[at].quarters[which] == 0 {
            self.squares[at].quarters[which] = self.squares.len() as u32;
            self.squares.push(Square::default());
        }
        self.squares[at].quarters[which] as usize
    }

    /// How everything pushes what stands at a place.
    fn push(&self, place: Point) -> Point {
        let mut force = [0.0; 2];
        let mut open = vec![(0_usize, self.half * 2.0)];
        while let Some((at, width)) = open.pop() {
            let square = &self.squares[at];
            if square.count == 0.0 {
                continue;
            }
            let [dx, dy] = [place[0] - square.sum[0] / square.count, place[1] - square.sum[1] / square.count];
            let distance = dx * dx + dy * dy;
            let is_leaf = square.quarters == [0; 4];
            if is_leaf || width * width < FAR * FAR * distance {
                // What stands at the very place pushes nobody: it is, mostly, the node itself.
                if distance > 1e-12 {
                    let strength = square.count / distance.max(1e-3);
                    force[0] += dx * strength;
                    force[1] += dy * strength;
                }
                continue;
            }
            open.extend(square.quarters.iter().filter(|&&quarter| quarter != 0).map(|&quarter| (quarter as usize, width / 2.0)));
        }
        force
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_stand_nearer_than_strangers() {
        // Two rings of eight, joined by one edge.
        let ring = |from: usize| (0..8).map(move |i| (from + i, from + (i + 1) % 8));
        let edges: Vec<_> = ring(0).chain(ring(8)).chain([(0, 8)]).collect();
        let seeds: Vec<u64> = (0..16).map(|i| seed(&format!("node-{i}"))).collect();
        let places = layout(&seeds, &edges);
        assert_eq!(places, layout(&seeds, &edges));
        assert!(places.iter().flatten().all(|part| part.is_finite()));
        let distance = |a: usize, b: usize| ((places[a][0] - places[b][0]).powi(2) + (places[a][1] - places[b][1]).powi(2)).sqrt();
        let near: f64 = edges.iter().map(|&(a, b)| distance(a, b)).sum::<f64>() / edges.len() as f64;
        let far: f64 = (0..8).map(|i| distance(i, 8 + (i + 4) % 8)).sum::<f64>() / 8.0;
        assert!(far > 2.0 * near, "{near} {far}");
    }

    #[test]
    fn one_node_and_none_are_pictures() {
        assert_eq!(layout(&[], &[]), Vec::<Point>::new());
        assert_eq!(layout(&[7], &[]).len(), 1);
        assert!(layout(&[7, 7, 7], &[(0, 1)]).iter().flatten().all(|part| part.is_finite()));
    }
}
