//! Module requests: when two are equal, and what answered them.

use std::{borrow::Cow, rc::Rc};

use super::{
    Agent, Quirk,
    agent::Map,
    marks::{Marks, index, step},
    names::Name,
    record::Request,
};
use crate::{
    program::ModuleId,
    syntax::{self, ModuleRecord, RequestIndex},
};

/// The attributes of a request, sorted by key.
type Attributes = Box<[(Name, Name)]>;

impl Agent {
    /// The requests of a module, each with the key of the LoadedModuleRequest Record that will answer it, and which of
    /// them stands for each request of the record. That is itself, but for engines that know fewer requests apart.
    pub(super) fn module_requests(&mut self, record: &ModuleRecord) -> (Box<[Request]>, Vec<RequestIndex>) {
        let mut built: Vec<Request> = Vec::with_capacity(record.requests.len());
        let mut stands_for = Vec::with_capacity(record.requests.len());
        let mut by_specifier: Map<Name, Vec<usize>> = Map::default();
        let mut keys = 0;
        for request in &record.requests {
            let specifier = self.names.intern(&request.specifier);
            let attributes = self.attributes(request);
            let mut request = Request { specifier, attributes, phase: request.phase, key: keys };
            let same_specifier = by_specifier.entry(specifier).or_default();
            if let Some(&other) =
                same_specifier.iter().find(|&&other| self.is_repeated(&built[other], &request))
            {
                stands_for.push(request_index(other));
                continue;
            }
            match same_specifier.iter().find(|&&other| self.has_one_answer(&built[other], &request)) {
                Some(&other) => request.key = built[other].key,
                None => keys += 1,
            }
            same_specifier.push(built.len());
            stands_for.push(request_index(built.len()));
            built.push(request);
        }
        self.change_attributes(record, &mut built);
        (built.into_boxed_slice(), stands_for)
    }

    fn attributes(&mut self, request: &syntax::ModuleRequest) -> Attributes {
        let attributes = request.attributes.iter();
        attributes.map(|(key, value)| (self.names.intern(key), self.names.intern(value))).collect()
    }

    /// Whether two requests of one specifier must have the same answer.
    fn has_one_answer(&self, left: &Request, right: &Request) -> bool {
        if self.has(Quirk::RequestsByKindOfType) {
            return self.kind_of_type(&left.attributes) == self.kind_of_type(&right.attributes);
        }
        self.has(Quirk::AnswersBySpecifier) || module_requests_equal(&self.marks, left, right)
    }

    /// Whether two requests of one specifier are one to the engine, though their attributes differ.
    fn is_repeated(&self, left: &Request, right: &Request) -> bool {
        self.has(Quirk::RequestsByKindOfType)
            && left.phase == right.phase
            && self.kind_of_type(&left.attributes) == self.kind_of_type(&right.attributes)
    }

    fn kind_of_type(&self, attributes: &[(Name, Name)]) -> KindOfType {
        let found = attributes.iter().find(|(key, _)| &**self.names.text(*key) == "type");
        match found.map(|(_, value)| &**self.names.text(*value)) {
            None => KindOfType::None,
            Some("json") => KindOfType::Json,
            Some("webassembly") => KindOfType::WebAssembly,
            Some(_) => KindOfType::HostDefined,
        }
    }

    /// Makes the attributes of requests what the linker gets to see, for [`Quirk::ReExportAttributesLost`] and
    /// [`Quirk::TypeAttributeTwice`].
    fn change_attributes(&mut self, record: &ModuleRecord, built: &mut [Request]) {
        if !self.has(Quirk::ReExportAttributesLost) && !self.has(Quirk::TypeAttributeTwice) {
            return;
        }
        let imported: Vec<(Name, Attributes)> = record
            .imported_requests
            .iter()
            .map(|&index| {
                let request = &record.requests[index.0 as usize];
                (self.names.intern(&request.specifier), self.attributes(request))
            })
            .collect();
        let [type_key, repeated_key, json, wasm, other] =
            ["type", "hostDefinedImportType", "json", "webassembly", "5"]
                .map(|text| self.names.intern(&Rc::from(text)));
        for request in built {
            let kind = self.kind_of_type(&request.attributes);
            let own_type =
                request.attributes.iter().find(|(key, _)| *key == type_key).map(|&(_, value)| value);
            if self.has(Quirk::ReExportAttributesLost) {
                let written = imported.iter().find(|(specifier, attributes)| {
                    *specifier == request.specifier && self.kind_of_type(attributes) == kind
                });
                request.attributes = match (written, kind) {
                    (Some((_, attributes)), _) => attributes.clone(),
                    (None, KindOfType::None) => Box::default(),
                    (None, KindOfType::Json) => Box::new([(type_key, json)]),
                    (None, KindOfType::WebAssembly) => Box::new([(type_key, wasm)]),
                    (None, KindOfType::HostDefined) => Box::new([(type_key, other)]),
                };
            }
            if self.has(Quirk::TypeAttributeTwice)
                && kind == KindOfType::HostDefined
                && let Some(own_type) = own_type
            {
                let mut attributes = request.attributes.to_vec();
                attributes.push((repeated_key, own_type));
                attributes
                    .sort_by(|(left, _), (right, _)| self.names.text(*left).cmp(self.names.text(*right)));
                request.attributes = attributes.into_boxed_slice();
            }
        }
    }

    /// The module that `vm.Module` takes for the answer to a request, whatever its record has been given.
    pub(super) fn graph_neighbour(&mut self, referrer: ModuleId, request: RequestIndex) -> ModuleId {
        let mut neighbour = request;
        if self.has(Quirk::LastOfSpecifierEvaluated) {
            let requests = &self.expect_cyclic(referrer).requests;
            let specifier = requests[request.0 as usize].specifier;
            let last = requests.iter().rposition(|other| other.specifier == specifier);
            let last = last.and_then(|index| u32::try_from(index).ok());
            neighbour = last.map_or(request, RequestIndex);
        }
        self.get_imported_module(referrer, neighbour)
    }

    /// For each request of a module, the first one that differs from it in nothing but the phase, perhaps itself.
    pub(super) fn first_but_for_phase(&self, module: ModuleId) -> Vec<usize> {
        let mut first: Map<(Name, &Attributes), usize> = Map::default();
        let requests = self.expect_cyclic(module).requests.iter().enumerate();
        requests
            .map(|(index, request)| *first.entry((request.specifier, &request.attributes)).or_insert(index))
            .collect()
    }

    /// GetImportedModule ( referrer, request ) — <https://tc39.es/ecma262/#sec-GetImportedModule>
    pub(super) fn get_imported_module(&mut self, referrer: ModuleId, request: RequestIndex) -> ModuleId {
        // 1.–3. `key` is the same for all requests that are equal, so at most one record answers this one.
        let module = self.expect_cyclic(referrer);
        let record = module.loaded[module.request(request).key as usize];
        step!(self, "GetImportedModule 4");
        // 4. The record's module.
        record.expect("LoadRequestedModules has completed for the referrer")
    }
}

/// The record as an engine has it that knows fewer requests apart: everything in it speaks of the requests that stand for
/// those of the text.
pub(super) fn with_fewer_requests<'r>(
    record: &'r ModuleRecord,
    stands_for: &[RequestIndex],
) -> Cow<'r, ModuleRecord> {
    if stands_for.iter().enumerate().all(|(index, request)| request_index(index) == *request) {
        return Cow::Borrowed(record);
    }
    let mut record = record.clone();
    let places = (record.import_entries.iter_mut().map(|entry| &mut entry.request))
        .chain(record.indirect_exports.iter_mut().map(|entry| &mut entry.request))
        .chain(record.star_exports.iter_mut().map(|entry| &mut entry.request));
    for place in places {
        *place = stands_for[place.0 as usize];
    }
    Cow::Owned(record)
}

/// What JavaScriptCore makes of the attribute `type`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KindOfType {
    None,
    Json,
    WebAssembly,
    /// Every other value; its number there is 5.
    HostDefined,
}

fn request_index(index: usize) -> RequestIndex {
    RequestIndex(u32::try_from(index).expect("a module has fewer than 2^32 requests"))
}

/// ModuleRequestsEqual ( left, right ) — <https://tc39.es/ecma262/#sec-ModuleRequestsEqual>
///
/// The phase does not count: the same module answers all phases of a request.
fn module_requests_equal(marks: &Marks, left: &Request, right: &Request) -> bool {
    // 1. Other specifiers are other requests.
    if left.specifier != right.specifier {
        unreachable!("only requests of one specifier are compared");
    }
    // 2.–6. Other numbers of attributes are other requests.
    if left.attributes.len() != right.attributes.len() {
        marks.reach(index("ModuleRequestsEqual 6"));
        return false;
    }
    // 7. Both lists are sorted by key, so equal sets are equal lists.
    if left.attributes != right.attributes {
        marks.reach(index("ModuleRequestsEqual 7.a"));
        return false;
    }
    // 8.
    marks.reach(index("ModuleRequestsEqual 8"));
    true
}

#[cfg(test)]
mod tests {
    use crate::{
        program::ModuleId,
        reference::{Agent, ContextId, ProfileName},
        syntax::parse_module,
    };

    fn keys(source: &str) -> Vec<u32> {
        let mut agent = Agent::new(ProfileName::Ecma262);
        let module = agent.source_text_module("main", ContextId(0), &parse_module(source).unwrap());
        assert_eq!(module, ModuleId::new(0));
        agent.expect_cyclic(module).requests.iter().map(|request| request.key).collect()
    }

    #[test]
    fn requests_that_differ_only_in_phase_share_a_record() {
        assert_eq!(keys("import defer * as a from 'm'; import b from 'n'; import c from 'm';"), [0, 1, 0]);
    }

    #[test]
    fn other_attributes_are_another_request() {
        let source = "import 'm' with { type: 'json' }; import 'm'; import 'm' with { type: 'css' };
                      import 'm' with { type: 'json', lang: 'en' };";
        assert_eq!(keys(source), [0, 1, 2, 3]);
    }
}
