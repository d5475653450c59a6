//! Turning a document into cases: the program by way of [`program`](crate::program), the expectations here.

mod calls;
mod case;
mod expect;
mod file;
mod outcome;
mod source;

#[cfg(test)]
pub(super) use case::KEYS as CASE_KEYS;
#[cfg(test)]
pub(super) use expect::{KEYS as EXPECT_KEYS, OUTCOMES as OUTCOME_KEYS};
pub(super) use file::{FileNames, cases, is_id, sentence};
#[cfg(test)]
pub(super) use outcome::ERROR as ERROR_KEYS;

/// What the loader asks of some texts, as regular expressions for the schema.
pub(super) struct Patterns {
    /// An id, or the template of one.
    pub(super) id: &'static str,
    /// An item of `source`, or the template of one.
    pub(super) source: &'static str,
    /// A text that is nothing but a placeholder.
    pub(super) placeholder: &'static str,
    /// A text with a placeholder in it.
    pub(super) in_key: &'static str,
}

/// See [`Patterns`].
pub(super) const PATTERNS: Patterns = Patterns {
    id: r"^([a-z0-9]|\$\{[^}]+\})([a-z0-9-]|\$\{[^}]+\})*$",
    source: r"^(C([1-9]|10|11)|sec-.+|wording|https://\S+|.*\$\{[^}]+\}.*)$",
    placeholder: r"^\$\{[^}]+\}$",
    in_key: r"\$\{[^}]+\}",
};
