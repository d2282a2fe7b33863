//! Content negotiation: which of the offered forms a request's Accept headers like best (RFC 9110, 12.5.1).

use axum::http::{HeaderMap, header};

/// The best of `offers`, by the weight that the most specific matching range gives; of equals the first. Whoever says nothing gets the first.
pub(super) fn choose<T: Copy>(headers: &HeaderMap, offers: &[(&'static str, T)]) -> Option<(&'static str, T)> {
    let said: Vec<&str> = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    let ranges: Vec<Range<'_>> = said.iter().flat_map(|value| value.split(',')).filter_map(Range::read).collect();
    if ranges.is_empty() {
        return offers.first().copied();
    }
    let weighed = offers.iter().map(|&offer| (weight(&ranges, offer.0), offer));
    // `max_by` gives the last of equals.
    weighed.rev().max_by_key(|&(weight, _)| weight).filter(|&(weight, _)| weight > 0).map(|(_, offer)| offer)
}

struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    /// Thousandths.
    weight: u16,
}

impl<'a> Range<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let weight = parts.find_map(|parameter| parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q=")));
        let weight = weight.map_or(1.0, |weight| weight.trim().parse::<f64>().unwrap_or(0.0)).clamp(0.0, 1.0);
        Some(Self { kind, subtype, weight: (weight * 1000.0) as u16 })
    }

    /// How specifically the range names `media`; none, where it does not.
    fn fits(&self, media: &str) -> Option<u8> {
        let (kind, subtype) = media.split_once('/')?;
        match (self.kind, self.subtype) {
            ("*", "*") => Some(0),
            (own, "*") if own.eq_ignore_ascii_case(kind) => Some(1),
            (own, sub) if own.eq_ignore_ascii_case(kind) && sub.eq_ignore_ascii_case(subtype) => Some(2),
            _ => None,
        }
    }
}

fn weight(ranges: &[Range<'_>], media: &str) -> u16 {
    let fitting = ranges.iter().filter_map(|range| Some((range.fits(media)?, range.weight)));
    fitting.max().map_or(0, |(_, weight)| weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_offer_is_chosen() {
        let offers = [("application/sparql-results+json", 0), ("text/csv", 1), ("text/html", 2)];
        for (accept, expected) in [
            ("", Some(0)),
            ("*/*", Some(0)),
            ("text/csv", Some(1)),
            ("text/*;q=0.5, */*;q=0.1", Some(1)),
            ("text/csv;q=0.4, text/html;q=0.8", Some(2)),
            ("TEXT/CSV;q=0, */*", Some(0)),
            ("image/png", None),
            ("text/csv;q=0", None),
            ("nonsense", Some(0)),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            assert_eq!(choose(&headers, &offers).map(|(_, offer)| offer), expected, "{accept}");
        }
    }
}
