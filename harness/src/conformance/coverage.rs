//! Which steps of the reference a run reached, operation by operation.

use crate::reference::marks::{Marks, OPERATIONS, Operation};

/// The steps that the runs of all cases together reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    marks: Marks,
}

/// What was reached of one operation.
#[derive(Clone, Debug)]
pub struct OperationCoverage {
    /// The operation.
    pub operation: &'static Operation,
    /// The steps that were reached, in order. A step that is listed as unreachable and was reached is among them: then
    /// the reason it is listed with is wrong.
    pub reached: Vec<&'static str>,
    /// The steps that were not, and should be.
    pub unreached: Vec<&'static str>,
    /// The steps that were not because they cannot be, with the reasons.
    pub unreachable: Vec<(&'static str, &'static str)>,
    /// The steps that are listed as unreachable and were reached, with the reasons that are wrong.
    pub refuted: Vec<(&'static str, &'static str)>,
}

impl Coverage {
    /// Adds the steps of one more run.
    pub fn add(&mut self, marks: &Marks) {
        self.marks.merge(marks);
    }

    /// The steps themselves.
    #[must_use]
    pub const fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Every operation of the reference, in its own order.
    #[must_use]
    pub fn operations(&self) -> Vec<OperationCoverage> {
        OPERATIONS
            .iter()
            .map(|operation| OperationCoverage::of(operation, |step| self.reached(operation, step)))
            .collect()
    }

    /// Whether every step that can be reached was, and no other.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.operations()
            .iter()
            .all(|operation| operation.unreached.is_empty() && operation.refuted.is_empty())
    }

    fn reached(&self, operation: &Operation, step: &str) -> bool {
        self.marks.contains(operation.name, step)
    }
}

impl OperationCoverage {
    fn of(operation: &'static Operation, reached: impl Fn(&str) -> bool) -> Self {
        let mut coverage =
            Self { operation, reached: vec![], unreached: vec![], unreachable: vec![], refuted: vec![] };
        for &(step, reason) in operation.unreachable {
            let list = if reached(step) { &mut coverage.refuted } else { &mut coverage.unreachable };
            list.push((step, reason));
        }
        for &step in operation.steps {
            if reached(step) {
                coverage.reached.push(step);
            } else if !operation.unreachable.iter().any(|(other, _)| *other == step) {
                coverage.unreached.push(step);
            }
        }
        coverage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static OPERATION: Operation = Operation {
        name: "Link",
        address: "https://tc39.es/ecma262/#sec-moduledeclarationlinking",
        steps: &["1", "2", "3", "4"],
        unreachable: &[("3", "the host has no such hook"), ("4", "no record has this kind")],
    };

    #[test]
    fn every_step_is_in_exactly_one_list() {
        let coverage = OperationCoverage::of(&OPERATION, |step| step == "1" || step == "4");
        assert_eq!(coverage.reached, ["1", "4"]);
        assert_eq!(coverage.unreached, ["2"]);
        assert_eq!(coverage.unreachable, [("3", "the host has no such hook")]);
        assert_eq!(coverage.refuted, [("4", "no record has this kind")]);
    }

    #[test]
    fn without_a_run_nothing_is_reached() {
        let coverage = Coverage::default();
        for operation in coverage.operations() {
            assert_eq!(operation.reached, [""; 0], "{}", operation.operation.name);
        }
    }
}
