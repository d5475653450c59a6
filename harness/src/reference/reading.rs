//! What an engine reads differently from how the language has it.

use super::{Agent, Quirk};
use crate::syntax::{ModuleRecord, Phase};

impl Agent {
    /// Why this runtime fails to construct a module of a text that is well formed.
    pub fn does_not_read(&self, record: &ModuleRecord) -> Option<&'static str> {
        let has_phase = |phase| record.requests.iter().any(|request| request.phase == phase);
        let forms = record.rare_forms;
        if self.has(Quirk::ImportDeferNotRead) && (forms.defer_call || has_phase(Phase::Defer)) {
            Some("this engine does not read `import defer`")
        } else if self.has(Quirk::ImportSourceNotRead) && (forms.source_call || has_phase(Phase::Source)) {
            Some("this engine does not read `import source`")
        } else if self.has(Quirk::SourceWithAttributesNotRead) && forms.source_with_clause {
            Some("this engine does not read `with` behind `import source`")
        } else if self.has(Quirk::EscapedKeywordNotRead) && forms.escaped_keyword {
            Some("this engine does not read a reserved word with an escape sequence")
        } else if self.has(Quirk::LineBeforeWithNotRead) && forms.line_before_with {
            Some("this engine does not read `with` on a new line")
        } else if self.has(Quirk::UsingNotRead) && forms.using {
            Some("this engine does not read `using`")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        reference::{Agent, ProfileName},
        syntax::parse_module,
    };

    #[test]
    fn engines_that_do_not_read_a_phase() {
        let reads = |profile, source: &str| {
            Agent::new(profile).does_not_read(&parse_module(source).unwrap()).is_none()
        };
        let (defer, source) = ("import defer * as a from 'x';", "import source a from 'x';");
        assert!(!reads(ProfileName::Node26, defer) && reads(ProfileName::Node24, source));
        assert!(!reads(ProfileName::Node22, source));
        assert!(reads(ProfileName::Bun14, defer) && !reads(ProfileName::Bun14, source));
        assert!(reads(ProfileName::Deno29, defer) && reads(ProfileName::Deno29, source));
        assert!(reads(ProfileName::Contract, defer) && reads(ProfileName::Contract, source));
        let (defer, source) = ("() => import.defer('x');", "() => import.source('x');");
        assert!(!reads(ProfileName::Node26, defer) && reads(ProfileName::Node24, source));
        assert!(reads(ProfileName::Bun14, defer) && !reads(ProfileName::Bun14, source));
        assert!(reads(ProfileName::Contract, defer) && reads(ProfileName::Contract, source));
    }
}
