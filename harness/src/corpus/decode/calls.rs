//! Calls of a linker, or of `importModuleDynamically`, in what a case expects.

use crate::program::{
    decode::Decoder,
    document::{Mistake, Node},
};

impl Decoder<'_> {
    /// `calls` or `imports`, of which `what` is one: `[specifier, referrer]` or `[specifier, referrer, { attributes }]`, all of one length.
    #[expect(clippy::type_complexity, reason = "the two halves of an expectation, as its type has them")]
    pub(super) fn calls(
        &mut self,
        node: &Node,
        what: &str,
    ) -> Option<(Vec<(String, String)>, Option<Vec<Vec<(String, String)>>>)> {
        let items = self.sink.list(node, "a list of calls")?;
        let (mut calls, mut attributes) = (Vec::new(), Vec::new());
        let mut any_attributes = false;
        for item in items {
            let parts = self.sink.list(item, what)?;
            let (Some(specifier), Some(referrer), true) = (parts.first(), parts.get(1), parts.len() <= 3)
            else {
                self.sink.report(
                    Mistake::at(item.span, format!("{what} has a specifier and a referrer"))
                        .help("write `[specifier, referrer]`, or `[specifier, referrer, { type: json }]`"),
                );
                continue;
            };
            let specifier = self.sink.text(specifier, "the specifier").map(str::to_owned);
            let module =
                self.module(referrer, "the referrer").map(|module| self.names.name(module).to_owned());
            let with = parts.get(2).map_or_else(
                || Some(Vec::new()),
                |node| {
                    any_attributes = true;
                    self.attribute_map(node).map(|map| map.into_iter().collect())
                },
            );
            calls.extend(specifier.zip(module));
            attributes.extend(with);
        }
        let whole = calls.len() == items.len() && attributes.len() == items.len();
        whole.then_some((calls, any_attributes.then_some(attributes)))
    }
}
