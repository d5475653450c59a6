//! Whether evaluating a module runs anything that could be observed.

use swc_common::{BytePos, Spanned};
use swc_ecma_ast::{
    Class, ClassMember, Decl, DefaultDecl, Expr, Key, Lit, ModuleDecl, ModuleItem, Pat, PropName, Stmt,
    VarDeclarator,
};

/// The place of the first construct of a module whose evaluation could be observed: anything but imports, exports, empty
/// statements, a directive prologue, and declarations of functions, of classes, and of names given literals,
/// functions or classes.
pub(super) fn first_observable_construct(items: &[ModuleItem]) -> Option<BytePos> {
    let mut in_prologue = true;
    items.iter().find_map(|item| {
        in_prologue = in_prologue && is_directive(item);
        if in_prologue {
            return None;
        }
        match item {
            ModuleItem::ModuleDecl(declaration) => in_module_declaration(declaration),
            ModuleItem::Stmt(Stmt::Decl(declaration)) => in_declaration(declaration),
            ModuleItem::Stmt(Stmt::Empty(_)) => None,
            ModuleItem::Stmt(statement) => Some(statement.span().lo),
        }
    })
}

/// Whether an item at the beginning belongs to the directive prologue —
/// <https://tc39.es/ecma262/#sec-directive-prologues-and-the-use-strict-directive>.
fn is_directive(item: &ModuleItem) -> bool {
    matches!(item, ModuleItem::Stmt(Stmt::Expr(statement)) if matches!(&*statement.expr, Expr::Lit(Lit::Str(_))))
}

fn in_module_declaration(declaration: &ModuleDecl) -> Option<BytePos> {
    match declaration {
        ModuleDecl::ExportDecl(export) => in_declaration(&export.decl),
        ModuleDecl::ExportDefaultDecl(export) => match &export.decl {
            DefaultDecl::Class(class) => in_class(&class.class),
            DefaultDecl::Fn(_) | DefaultDecl::TsInterfaceDecl(_) => None,
        },
        ModuleDecl::ExportDefaultExpr(export) => in_initializer(&export.expr),
        _ => None,
    }
}

fn in_declaration(declaration: &Decl) -> Option<BytePos> {
    match declaration {
        Decl::Fn(_) => None,
        Decl::Class(class) => in_class(&class.class),
        Decl::Var(variables) => variables.decls.iter().find_map(in_declarator),
        // Disposal runs when the module ends.
        other => Some(other.span().lo),
    }
}

fn in_declarator(declarator: &VarDeclarator) -> Option<BytePos> {
    match &declarator.name {
        Pat::Ident(_) => declarator.init.as_deref().and_then(in_initializer),
        pattern => Some(pattern.span().lo),
    }
}

/// A literal, a function or a class, with or without parentheses, is created without a trace.
fn in_initializer(initializer: &Expr) -> Option<BytePos> {
    match initializer.unwrap_parens() {
        Expr::Lit(_) | Expr::Fn(_) | Expr::Arrow(_) => None,
        Expr::Class(class) => in_class(&class.class),
        _ => Some(initializer.span().lo),
    }
}

/// A class runs code when it is defined if it has decorators, a heritage, computed keys, static blocks, or static
/// fields whose values are not literals.
fn in_class(class: &Class) -> Option<BytePos> {
    let decorator = class.decorators.first().map(|decorator| decorator.span.lo);
    let heritage = || class.super_class.as_ref().map(|heritage| heritage.span().lo);
    decorator.or_else(heritage).or_else(|| class.body.iter().find_map(in_member))
}

fn in_member(member: &ClassMember) -> Option<BytePos> {
    match member {
        ClassMember::Constructor(_)
        | ClassMember::PrivateMethod(_)
        | ClassMember::Empty(_)
        | ClassMember::TsIndexSignature(_) => None,
        ClassMember::Method(method) => computed(&method.key),
        ClassMember::ClassProp(field) => {
            computed(&field.key).or_else(|| in_field(field.is_static, field.value.as_deref()))
        }
        ClassMember::PrivateProp(field) => in_field(field.is_static, field.value.as_deref()),
        ClassMember::StaticBlock(block) => Some(block.span.lo),
        ClassMember::AutoAccessor(accessor) => match &accessor.key {
            Key::Public(key) => computed(key),
            Key::Private(_) => None,
        }
        .or_else(|| in_field(accessor.is_static, accessor.value.as_deref())),
    }
}

fn computed(key: &PropName) -> Option<BytePos> {
    match key {
        PropName::Computed(computed) => Some(computed.span.lo),
        _ => None,
    }
}

fn in_field(is_static: bool, value: Option<&Expr>) -> Option<BytePos> {
    value.filter(|value| is_static && !matches!(value, Expr::Lit(_))).map(|value| value.span().lo)
}
