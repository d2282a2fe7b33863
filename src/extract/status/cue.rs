//! The words that tell when and how surely something is meant (时态与语气).

use crate::{catalog::lexicon::Lexicon, catalog::phrases::Phrases, error::Defect, span::Span, text};

/// What a cue tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What it governs is to come: 将, 力争.
    Planned,
    /// What follows is put forward by somebody: 提出, 强调.
    Report,
    /// What it stands with has happened: 已, 获评.
    Done,
    /// A time that lies behind: 五年来, 去年.
    Past,
    /// Under way, where the ground is not a plan: 持续, 加快.
    Ongoing,
    /// Under way where something is built or grows, done where something is carried out: 扎实推进.
    Steady,
    /// It holds no longer: 不再, 免去.
    Ended,
    /// What the sentence goes on to say is only supposed: 如果, 倘若.
    Condition,
    /// What the sentence goes on to say is only wished for: 希望.
    Wish,
    /// What the sentence goes on to say somebody advises, where the word does not open its clause: 有人建议.
    Advice,
    /// What its clause says is only asked: 是否.
    Question,
    /// A word that merely contains a cue.
    None,
}

const KINDS: [(&str, Kind); 12] = [
    ("planned", Kind::Planned),
    ("report", Kind::Report),
    ("done", Kind::Done),
    ("past", Kind::Past),
    ("ongoing", Kind::Ongoing),
    ("steady", Kind::Steady),
    ("ended", Kind::Ended),
    ("condition", Kind::Condition),
    ("wish", Kind::Wish),
    ("advice", Kind::Advice),
    ("question", Kind::Question),
    ("none", Kind::None),
];

/// A cue in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Where it stands.
    pub span: Span,
    /// What it tells.
    pub kind: Kind,
}

impl Cue {
    /// Whether it plans and stands within the first words of its text, as in 近期将.
    pub fn opens(&self) -> bool {
        self.kind == Kind::Planned && self.span.from() <= 9
    }
}

/// The cues of clauses and of titles and headings, compiled.
#[derive(Clone, Debug)]
pub struct Cues {
    clause: Phrases<Kind>,
    heading: Phrases<Kind>,
    /// Verbs with the logarithm of how much likelier they are in reviews than in plans, in hundredths.
    lean: Phrases<i32>,
}

/// The bounds of one verb's lean: no single word decides.
const LEAN: (f64, f64) = (-1.5, 2.5);

impl Cues {
    /// Compiles the tables `status` and `genre`, and the lean of the verbs in `verbs`.
    pub fn load(lexicon: &Lexicon, defects: &mut Vec<Defect>) -> Self {
        let mut table = |name: &str| {
            let mut words = Vec::new();
            for row in lexicon.table(name) {
                match KINDS.iter().find(|(kind, _)| *kind == row.cell(1)) {
                    Some(&(_, kind)) => words.push((row.word(), kind)),
                    None => defects.push(Defect {
                        file: format!("data/lexicon/{name}.tsv"),
                        line: row.line,
                        problem: text::unknown(row.cell(1), KINDS.iter().map(|(kind, _)| *kind)),
                    }),
                }
            }
            Phrases::new(words)
        };
        let (clause, heading) = (table("status"), table("genre"));
        let leans = lexicon.table("verbs").iter().filter_map(|row| {
            let lean: f64 = row.cell(3).parse().ok()?;
            Some((row.word(), (lean.ln().clamp(LEAN.0, LEAN.1) * 100.0) as i32))
        });
        Self { clause, heading, lean: Phrases::new(leans) }
    }

    /// The cues of `text`, in order, without the words that merely contain one.
    pub fn find(&self, text: &str) -> Vec<Cue> {
        cues(&self.clause, text)
    }

    /// The verbs of `text` with their lean, in order.
    pub fn lean<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, i32)> + 'a {
        self.lean.find(text)
    }

    /// The cues of a title or heading.
    pub fn heading(&self, text: &str) -> Vec<Cue> {
        cues(&self.heading, text)
    }
}

fn cues(phrases: &Phrases<Kind>, text: &str) -> Vec<Cue> {
    phrases.find(text).filter(|&(_, kind)| kind != Kind::None).map(|(span, kind)| Cue { span, kind }).collect()
}
