//! Templates with a tag — <https://tc39.es/ecma262/#sec-tagged-templates>.

use std::rc::Rc;

use super::heap::{Content, Integrity, Key, Kind, PROPERTY_BYTES, Property};
use crate::{
    program::ModuleId,
    reference::{Agent, Value, completion::Abrupt},
    syntax::code::Code,
};

/// A template of a body: a Parse Node in its realm. No two modules share it, though they may have the same text, and code
/// that has run stays where it is.
pub(super) type Site = (ModuleId, *const Code, u32);

impl Agent {
    /// GetTemplateObject ( templateLiteral ) — <https://tc39.es/ecma262/#sec-gettemplateobject>
    pub(super) fn template_object(&mut self, place: u32) -> Result<Value, Abrupt> {
        let (code, module) = (Rc::clone(&self.top()?.code), self.top()?.around.module);
        // 3.
        let site = (module, Rc::as_ptr(&code), place);
        if let Some((_, known)) = self.machine.templates.get(&site) {
            return Ok(known.clone());
        }
        let template = code.templates.get(place as usize).ok_or(Abrupt::Over)?;
        self.machine.note(2 * template.raw.len(), PROPERTY_BYTES);
        // 8.–10.
        let cooked = template.cooked.iter().cloned().map(|text| text.map_or(Value::Undefined, Value::String));
        let cooked = self.new_array(cooked.collect())?;
        let raw = self.new_array(template.raw.iter().cloned().map(Value::String).collect())?;
        // 11. and 13.
        self.freeze_new_array(&raw);
        let content = Content::Data { value: raw, writable: false };
        let property = Property { content, enumerable: false, configurable: false };
        if let Value::Object(id) = cooked {
            // 12.
            self.machine.object_mut(id).properties.insert(Key::text("raw"), property);
        }
        self.freeze_new_array(&cooked);
        // 14. The code is kept too, so that no other comes to lie in its place.
        self.machine.templates.insert(site, (code, cooked.clone()));
        Ok(cooked)
    }

    /// SetIntegrityLevel ( array, frozen ) of an array whose other properties are frozen already.
    fn freeze_new_array(&mut self, array: &Value) {
        let Value::Object(id) = array else { return };
        let object = self.machine.object_mut(*id);
        object.extensible = false;
        if let Kind::Array(array) = &mut object.kind {
            array.integrity = Integrity::Frozen;
        }
    }
}
