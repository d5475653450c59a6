//! Reading a text for an upper bound of its nesting.

use super::{
    LINK_COST, NESTED_COST, OPERATOR_COST,
    words::{Before, CLASS, WORD, behind, continues, cost_of, word_at},
};

/// What the level of an open bracket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bracket {
    /// `(` or `[`.
    Group,
    /// `{`, or the text itself: a semicolon ends a statement or a field there.
    Braces,
    /// `${` in a template.
    Substitution,
}

/// An open bracket, and what was counted outside it.
#[derive(Debug)]
struct Open {
    bracket: Bracket,
    /// What stands before a slash behind its end.
    closed: Before,
    /// The cost of the statement around it, so far.
    outer_chain: u64,
}

/// The exact reading of strings, comments and templates, to match brackets. Where only a full parser could tell a division
/// from a regular expression, it goes on without trusting any closing bracket.
#[derive(Debug)]
pub(super) struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    open: Vec<Open>,
    /// The cost of all open levels but the innermost.
    outer: u64,
    /// The cost of the statement at hand, in the innermost level.
    chain: u64,
    deepest: u64,
    before: Before,
    /// Whether a line ended between that and the place.
    new_line: bool,
    /// From a slash of unknown meaning on, everything is counted and nothing is taken back.
    lost: bool,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            at: 0,
            open: Vec::new(),
            outer: 0,
            chain: 0,
            deepest: 0,
            before: Before::Operator,
            new_line: false,
            lost: false,
        }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn cost(&mut self, cost: u64) {
        self.chain += cost;
        self.deepest = self.deepest.max(self.outer + self.chain);
    }

    /// The greatest cost of any place of the text.
    pub(super) fn deepest(mut self) -> u64 {
        // A hashbang is a comment, whatever it holds.
        if self.text.starts_with(b"#!") {
            self.skip_line();
        }
        while let Some(&byte) = self.text.get(self.at) {
            if self.skip_space(byte) {
                continue;
            }
            let new_line = std::mem::take(&mut self.new_line);
            match byte {
                b'/' => self.slash(new_line),
                b'+' | b'-' if self.peek(1) == byte => self.update(new_line),
                b'"' | b'\'' if !self.lost => self.skip_string(byte),
                b'`' if !self.lost => {
                    self.cost(NESTED_COST);
                    self.at += 1;
                    self.template_text();
                }
                b'(' | b'[' => self.open(Bracket::Group),
                b'{' => self.open(Bracket::Braces),
                b')' | b']' | b'}' => self.close(byte),
                b';' => self.semicolon(),
                b',' => self.operator(0),
                b'.' | b'#' => {
                    self.operator(if byte == b'.' { LINK_COST } else { OPERATOR_COST });
                    self.before = Before::Dot;
                }
                b'<' | b'>' | b'|' | b'&' | b'^' | b'%' => self.operator(LINK_COST),
                _ if CLASS[byte as usize] == WORD => self.word(),
                b'=' if self.peek(1) == b'>' => self.operator(NESTED_COST),
                b'`' => self.operator(NESTED_COST),
                _ => self.operator(OPERATOR_COST),
            }
        }
        self.deepest
    }

    /// Passes a space or a comment, and tells whether there was one.
    fn skip_space(&mut self, byte: u8) -> bool {
        match byte {
            b' ' | b'\t' => self.at += 1,
            b'\n' | b'\r' => {
                self.at += 1;
                self.new_line = true;
            }
            b'/' if self.peek(1) == b'/' && !self.lost => self.skip_line(),
            b'/' if self.peek(1) == b'*' && !self.lost => {
                self.skip_comment();
                // It may hold the end of a line, and mostly does.
                self.new_line = true;
            }
            _ => return false,
        }
        true
    }

    /// `++` or `--`: behind an operand it ends one, behind an operator it stands before one.
    fn update(&mut self, new_line: bool) {
        let before = match self.before {
            Before::Operand | Before::Operator if !new_line => self.before,
            _ => Before::Unclear,
        };
        self.operator(OPERATOR_COST);
        self.operator(OPERATOR_COST);
        self.before = before;
    }

    fn operator(&mut self, cost: u64) {
        self.cost(cost);
        self.before = Before::Operator;
        self.at += 1;
    }

    fn word(&mut self) {
        let word = word_at(self.text, self.at);
        if matches!(self.before, Before::Text | Before::Number | Before::Brace) && !continues(word) {
            self.end_statement();
        }
        self.cost(cost_of(word));
        self.before = behind(self.before, word);
        self.at += word.len();
    }

    fn open(&mut self, bracket: Bracket) {
        self.cost(NESTED_COST);
        // What stands in parentheses behind a word such as `if` is no operand.
        let closed = match (bracket, self.before) {
            (Bracket::Braces, _) => Before::Brace,
            (Bracket::Group, Before::Unclear) => Before::Unclear,
            (Bracket::Group | Bracket::Substitution, _) => Before::Operand,
        };
        self.open.push(Open { bracket, closed, outer_chain: self.chain });
        self.outer += self.chain;
        self.chain = 0;
        self.before = Before::Operator;
        self.at += 1;
    }

    fn close(&mut self, bracket: u8) {
        self.at += 1;
        self.before = Before::Unclear;
        if self.lost {
            return;
        }
        // The parser goes on behind a bracket that closes nothing, and may then read strings and templates elsewhere.
        let is_brace = bracket == b'}';
        let fits = self.open.last().is_some_and(|open| is_brace == (open.bracket != Bracket::Group));
        if !fits {
            self.lost = true;
            return;
        }
        let Some(closed) = self.open.pop() else { return };
        self.outer -= closed.outer_chain;
        // The bracket itself is done, but it may be one of a chain: `f()()()`.
        self.chain = closed.outer_chain - NESTED_COST + LINK_COST;
        self.before = closed.closed;
        if closed.bracket == Bracket::Substitution {
            self.template_text();
        }
    }

    fn semicolon(&mut self) {
        self.at += 1;
        self.before = Before::Operator;
        // In front of an `else` the statement goes on.
        let follower = word_at(self.text, self.behind_space());
        if !continues(follower) {
            self.end_statement();
        }
    }

    /// The first place from here on that is neither a space nor in a comment.
    fn behind_space(&mut self) -> usize {
        let (at, new_line) = (self.at, self.new_line);
        while self.text.get(self.at).is_some_and(|&byte| self.skip_space(byte)) {}
        self.new_line = new_line;
        std::mem::replace(&mut self.at, at)
    }

    /// Nothing of the statement at hand is open any more.
    fn end_statement(&mut self) {
        let in_braces = self.open.last().is_none_or(|open| open.bracket == Bracket::Braces);
        if in_braces && !self.lost {
            self.chain = 0;
        }
    }

    fn slash(&mut self, new_line: bool) {
        match self.before {
            _ if self.lost => self.operator(NESTED_COST),
            Before::Number => self.operator(LINK_COST),
            Before::Operand | Before::Text if !new_line => self.operator(LINK_COST),
            Before::Operator => self.skip_regular_expression(),
            Before::Operand | Before::Text | Before::Dot | Before::Unclear | Before::Brace => {
                // As long as no quote follows on the line, both readings leave the same text behind the line.
                let rest = &self.text[self.at + 1..];
                let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
                let line = &rest[..end];
                let harmless = !line.iter().any(|byte| b"\"'`/()[]{}\\".contains(byte) || *byte >= 0x80);
                self.lost = !harmless;
                self.operator(LINK_COST);
            }
        }
    }

    fn skip_line(&mut self) {
        let rest = &self.text[self.at..];
        let ends = |at: usize| match rest[at] {
            b'\n' | b'\r' => true,
            // U+2028 and U+2029
            0xE2 => matches!(rest.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])),
            _ => false,
        };
        let end = (0..rest.len()).find(|&at| ends(at));
        self.at = end.map_or(self.text.len(), |end| self.at + end.max(2));
    }

    fn skip_comment(&mut self) {
        let rest = &self.text[self.at + 2..];
        let end = rest.windows(2).position(|pair| pair == b"*/");
        self.at = end.map_or(self.text.len(), |end| self.at + 2 + end + 2);
    }

    fn skip_string(&mut self, quote: u8) {
        self.at += 1;
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                // A string that the line does not end is an error, where the parser may go on in its own way.
                b'\n' | b'\r' => {
                    self.lost = true;
                    break;
                }
                _ if byte == quote => break,
                _ => {}
            }
        }
        self.before = Before::Text;
    }

    fn template_text(&mut self) {
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'`' => break,
                b'$' if self.peek(0) == b'{' => {
                    self.open(Bracket::Substitution);
                    return;
                }
                _ => {}
            }
        }
        self.before = Before::Operand;
    }

    fn skip_regular_expression(&mut self) {
        self.at += 1;
        let mut in_class = false;
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => break,
                b'\n' | b'\r' => {
                    self.lost = true;
                    break;
                }
                _ => {}
            }
        }
        self.before = Before::Operand;
    }
}
