//! Which cases of a corpus a run judges.

use std::{fmt, num::NonZeroUsize, str::FromStr};

use crate::corpus::Case;

/// Filters and a shard, as they are given on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// A case is selected when any of these selects it; all are when there is none. See [`Selection::select`].
    pub filters: Vec<String>,
    /// Only this part of the corpus, when it is given.
    pub shard: Option<Shard>,
}

/// One of several equal parts of a corpus, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: NonZeroUsize,
    count: NonZeroUsize,
}

/// A shard that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a shard. Write `K/N` with whole numbers and K from 1 to N, for example `2/3`.")]
pub struct ShardError(String);

impl Selection {
    /// Whether every case is selected, whatever the corpus holds.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.filters.is_empty() && self.shard.is_none_or(|shard| shard.count.get() == 1)
    }

    /// The selected cases, in the order of the corpus.
    ///
    /// A filter that is the full id of a case selects that case alone, one that is `<topic>/<file>` of a case selects
    /// the cases of that file alone: so the id that a report prints selects what the report speaks of, even when
    /// another id begins with it. A filter with a `*` selects the cases whose full id it matches from beginning to end,
    /// `*` standing for any characters. Any other filter selects the cases whose full id holds it.
    ///
    /// The shard counts places in the whole corpus, so a case stays in its shard whatever the filters are.
    #[must_use]
    pub fn select<'c>(&self, corpus: &'c [Case]) -> Vec<&'c Case> {
        let ids: Vec<String> = corpus.iter().map(|case| case.id.to_string()).collect();
        let filters: Vec<Filter<'_>> =
            self.filters.iter().map(|text| Filter::new(text, corpus, &ids)).collect();
        corpus
            .iter()
            .zip(&ids)
            .enumerate()
            .filter(|(place, _)| self.shard.is_none_or(|shard| shard.holds(*place)))
            .filter(|(_, (case, id))| {
                filters.is_empty() || filters.iter().any(|filter| filter.selects(case, id))
            })
            .map(|(_, (case, _))| case)
            .collect()
    }
}

impl Shard {
    /// Part `index` of `count`, or `None` when `index` is larger than `count`.
    #[must_use]
    pub fn new(index: NonZeroUsize, count: NonZeroUsize) -> Option<Self> {
        (index <= count).then_some(Self { index, count })
    }

    /// Whether the case at `place` belongs to this part. Neighbours go to different parts, since cases that take long
    /// stand together.
    fn holds(self, place: usize) -> bool {
        place % self.count == self.index.get() - 1
    }
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        text.split_once('/')
            .and_then(|(index, count)| Self::new(index.parse().ok()?, count.parse().ok()?))
            .ok_or_else(|| ShardError(text.to_owned()))
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

enum Filter<'t> {
    Case(&'t str),
    File(&'t str),
    Glob(Vec<&'t str>),
    Part(&'t str),
}

impl<'t> Filter<'t> {
    fn new(text: &'t str, corpus: &[Case], ids: &[String]) -> Self {
        if ids.iter().any(|id| id == text) {
            Self::Case(text)
        } else if corpus.iter().any(|case| case.id.file_id() == text) {
            Self::File(text)
        } else if text.contains('*') {
            Self::Glob(text.split('*').collect())
        } else {
            Self::Part(text)
        }
    }

    fn selects(&self, case: &Case, id: &str) -> bool {
        match self {
            Self::Case(text) => id == *text,
            Self::File(text) => case.id.file_id() == *text,
            Self::Glob(parts) => matches_parts(parts, id),
            Self::Part(text) => id.contains(text),
        }
    }
}

/// Whether `text` is made of `parts` in their order with anything between them. There are two parts at least.
fn matches_parts(parts: &[&str], text: &str) -> bool {
    let [first, middle @ .., last] = parts else { return parts == [text] };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    for part in middle {
        // Taking the leftmost place leaves the most for what follows, so no other place has to be tried.
        let Some(found) = rest.find(part) else { return false };
        rest = &rest[found + part.len()..];
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::corpus::testing::cases;

    fn selected(filters: &[&str], shard: Option<&str>) -> Vec<String> {
        let corpus = cases(&["linking/a/one", "linking/a/one-more", "linking/ab/one", "names/a/two"]);
        let selection = Selection {
            filters: filters.iter().map(|&text| text.to_owned()).collect(),
            shard: shard.map(|text| text.parse().unwrap()),
        };
        selection.select(&corpus).into_iter().map(|case| case.id.to_string()).collect()
    }

    #[test]
    fn no_filter_selects_every_case() {
        assert_eq!(selected(&[], None).len(), 4);
    }

    #[test]
    fn a_full_id_selects_that_case_alone() {
        assert_eq!(selected(&["linking/a/one"], None), ["linking/a/one"]);
    }

    #[test]
    fn a_file_id_selects_the_cases_of_that_file_alone() {
        assert_eq!(selected(&["linking/a"], None), ["linking/a/one", "linking/a/one-more"]);
    }

    #[test]
    fn a_part_of_an_id_selects_every_case_that_has_it() {
        assert_eq!(selected(&["/a"], None).len(), 4);
        assert_eq!(selected(&["more"], None), ["linking/a/one-more"]);
        assert_eq!(selected(&["linking/"], None).len(), 3);
    }

    #[test]
    fn a_star_matches_the_id_from_beginning_to_end() {
        assert_eq!(selected(&["*/one"], None), ["linking/a/one", "linking/ab/one"]);
        assert_eq!(selected(&["*a/*o*"], None), ["linking/a/one", "linking/a/one-more", "names/a/two"]);
        assert_eq!(selected(&["inking*"], None), [""; 0]);
    }

    #[test]
    fn filters_add_up_and_keep_the_order_of_the_corpus() {
        assert_eq!(selected(&["names", "linking/ab"], None), ["linking/ab/one", "names/a/two"]);
    }

    #[test]
    fn a_shard_does_not_depend_on_the_filters() {
        assert_eq!(selected(&[], Some("2/2")), ["linking/a/one-more", "names/a/two"]);
        assert_eq!(selected(&["names"], Some("2/2")), ["names/a/two"]);
        assert_eq!(selected(&["names"], Some("1/2")), [""; 0]);
    }

    #[test]
    fn what_is_not_a_shard_is_refused() {
        for text in ["", "1", "0/2", "3/2", "1/0", "a/b", "1/2/3", "-1/2"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }

    proptest! {
        /// Every case is in exactly one of the parts.
        #[test]
        fn shards_part_the_corpus(count in 1_usize..9, places in 0_usize..50) {
            let count = NonZeroUsize::new(count).unwrap();
            let shards: Vec<Shard> =
                (1..=count.get()).map(|index| Shard::new(NonZeroUsize::new(index).unwrap(), count).unwrap()).collect();
            for place in 0..places {
                prop_assert_eq!(shards.iter().filter(|shard| shard.holds(place)).count(), 1);
            }
        }

        /// Against a matcher that tries every place a star can end.
        #[test]
        fn stars_match_as_a_naive_matcher_says(pattern in "[ab*]{0,7}", text in "[ab]{0,7}") {
            fn naive(pattern: &str, text: &str) -> bool {
                let Some(head) = pattern.chars().next() else { return text.is_empty() };
                if head == '*' {
                    (0..=text.len()).any(|end| naive(&pattern[1..], &text[end..]))
                } else {
                    text.starts_with(head) && naive(&pattern[1..], &text[1..])
                }
            }
            let parts: Vec<&str> = pattern.split('*').collect();
            prop_assert_eq!(matches_parts(&parts, &text), naive(&pattern, &text));
        }
    }
}
