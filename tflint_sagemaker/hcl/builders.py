"""Compiler from trees of python-hcl2 to steps that build our nodes.

A step builds one node for the tokens of one expression. What the node contains is on top of the
stack, and the node replaces it there, so that a tree of any depth is built without recursion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tflint_sagemaker.hcl import steps as s
from tflint_sagemaker.hcl.drafts import Draft
from tflint_sagemaker.hcl.shape_trees import UnreadableError
from tflint_sagemaker.hcl.tokens import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tflint_sagemaker.hcl.drafts import TemplateDraft, TokenRange
    from tflint_sagemaker.hcl.shape_trees import Row
    from tflint_sagemaker.hcl.steps import Step

_EXPRESSIONS = frozenset({"expr_term", "binary_op", "conditional"})


def compile_drafts(
    drafts: list[Draft], kinds: list[str], read_tree: Callable[[str], list[Row]]
) -> list[Step]:
    """Return the steps that build the last of the drafts; those inside of others come first.

    `kinds` are the kinds of the tokens of the expression.
    """
    done: dict[int, list[Step]] = {}
    for draft in drafts:
        compiler = _Compiler(draft, kinds, done)
        try:
            done[id(draft)] = compiler.run(read_tree(" ".join(draft.words)))
        except UnreadableError as error:
            raise UnreadableError(draft.tokens[error.token][0]) from error
    return done[id(drafts[-1])]


class _Link(NamedTuple):
    """One step of a traversal: `name`, `index` (with the steps of its key), `.*` or `[*]`."""

    kind: str
    tokens: TokenRange
    steps: Sequence[Step] = ()


class _Entry(NamedTuple):
    """A finished row of the tree: its rule, its words and tokens, the steps that build it.

    The other fields belong to certain rules: `links` are those of a traversal, `names` are the
    tokens that a `for` binds, `size` is the number of arguments, `word` is an operator.
    """

    rule: str
    first: int
    last: int
    tokens: TokenRange
    steps: Sequence[Step] = ()
    links: Sequence[_Link] = ()
    names: tuple[int, ...] = ()
    size: int = 0
    word: str = ""


class _Compiler:
    """A stack machine over the rows of one draft; `done` has the steps of the drafts inside."""

    def __init__(self, draft: Draft, kinds: list[str], done: Mapping[int, Sequence[Step]]) -> None:
        self.draft = draft
        self.kinds = kinds
        self.done = done

    def run(self, rows: Iterable[Row]) -> list[Step]:
        """Return the steps that build the expression of these rows."""
        stack: list[_Entry] = []
        tokens = self.draft.tokens
        for rule, first, last, count in rows:
            bare = _Entry(rule, first, last, (tokens[first][0], tokens[last][1]))
            children = stack[-count:] if count else []
            del stack[len(stack) - count :]
            compile_rule = _RULES.get(rule)
            stack.append(compile_rule(self, bare, children) if compile_rule else bare)
        steps, _ = self._finish(stack.pop())
        return steps

    def _finish(self, entry: _Entry) -> tuple[list[Step], TokenRange]:
        """Return the steps of a whole expression, and its tokens: links and signs included."""
        steps, tokens = list(entry.steps), entry.tokens
        if entry.links:
            steps, tokens = self._close_traversal(entry)
        if entry.rule == "expr_term":
            first = self.draft.tokens[entry.first][0]
            for sign in reversed(self.draft.signs.get(first, ())):
                tokens = (sign, tokens[1])
                steps.append(s.make_unary(tokens, self.kinds[sign]))
        return steps, tokens

    def _finish_all(self, entries: Sequence[_Entry]) -> list[Step]:
        return [step for entry in entries for step in self._finish(entry)[0]]

    # --- operands ----------------------------------------------------------------------------

    def compile_term(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile an operand, or an expression in parentheses."""
        child = children[0]
        if child.rule in _EXPRESSIONS:
            steps, _ = self._finish(child)
            return bare._replace(steps=[*steps, s.make_parentheses(bare.tokens)])
        if child.rule == "identifier":
            return bare._replace(steps=self._compile_operand(child))
        return child._replace(rule=bare.rule)

    def _compile_operand(self, entry: _Entry) -> Sequence[Step]:
        inner, token = self.draft.inner.get(entry.first), entry.tokens[0]
        if isinstance(inner, Draft):
            return self.done[id(inner)]
        if inner is not None:
            return self._compile_template(inner)
        kind = self.kinds[token]
        if kind == "string":
            return [s.push_string(token)]
        if kind in NUMBERS:
            return [s.push_number(token)]
        if kind in s.CONSTANTS:
            return [s.push_constant(token, s.CONSTANTS[kind])]
        return [s.push_variable(token)]

    def _compile_template(self, template: TemplateDraft) -> list[Step]:
        steps = [
            step
            for part in template.parts
            if part.expression is not None
            for step in self.done[id(part.expression)]
        ]
        return [*steps, s.make_template(template)]

    def compile_parts(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile several expressions, such as the arguments of a function."""
        return bare._replace(steps=self._finish_all(children), size=len(children))

    # --- operations --------------------------------------------------------------------------

    def compile_conditional(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile `condition ? yes : no`."""
        (condition, (first, _)), (yes, _), (no, (_, last)) = map(self._finish, children)
        tokens = first, last
        steps = [*condition, *yes, *no, s.make_conditional(tokens)]
        return bare._replace(tokens=tokens, steps=steps)

    def compile_operation(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile `left operator right`; the second child is the operator with its operand."""
        steps, (first, _) = self._finish(children[0])
        right = children[1]
        tokens = first, right.tokens[1]
        made = s.make_binary(tokens, right.word)
        return bare._replace(tokens=tokens, steps=[*steps, *right.steps, made])

    def compile_right_side(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile an operator and the operand that follows it."""
        steps, tokens = self._finish(children[1])
        return bare._replace(tokens=tokens, steps=steps, word=children[0].word)

    def compile_operator(self, bare: _Entry, _children: list[_Entry]) -> _Entry:
        """Read the operator of a binary operation."""
        return bare._replace(word=self.draft.words[bare.first])

    # --- collections and calls ---------------------------------------------------------------

    def compile_tuple(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile `[a, b]`."""
        made = s.make_tuple(bare.tokens, len(children))
        return bare._replace(steps=[*self._finish_all(children), made])

    def compile_object(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile `{ key = value }`."""
        made = s.make_object(bare.tokens, len(children))
        return bare._replace(steps=[*self._finish_all(children), made])

    def compile_item(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile `key = value` in an object."""
        key, (value, (_, last)) = children[0], self._finish(children[1])
        made = s.make_item((key.tokens[0], last))
        return bare._replace(steps=[*key.steps, *value, made])

    def compile_key(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile the key of an item: there, `true` is a name like any other."""
        child = children[0]
        steps, tokens = self._finish(child)
        is_word = child.first == child.last and len(steps) == 1
        if is_word and child.first not in self.draft.inner and self.kinds[tokens[0]] in s.CONSTANTS:
            steps = [s.push_variable(tokens[0])]
        return bare._replace(steps=steps, tokens=tokens)

    def compile_call(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile `name(arguments)`."""
        name, *rest = children
        arguments = rest[0] if rest else bare
        expands = "..." in self.draft.words[arguments.first : bare.last + 1]
        made = s.make_call(bare.tokens, name.tokens, arguments.size, expand=expands)
        return bare._replace(steps=[*arguments.steps, made])

    # --- traversals --------------------------------------------------------------------------

    def compile_link(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Add a link to the traversal of the first child."""
        base, link = children[0], children[1].links[0]
        links = base.links if isinstance(base.links, list) else []
        links.append(link)  # A chain has one owner, so that a long one may grow in place.
        return base._replace(rule=bare.rule, last=bare.last, links=links)

    def compile_name_link(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile `.name` or `.*`."""
        kind = ".*" if self.kinds[children[0].tokens[0]] == "*" else "name"
        return bare._replace(links=(_Link(kind, bare.tokens),))

    def compile_index_link(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile `[key]` or `[*]`."""
        if self.kinds[children[0].tokens[0]] == "*":
            return bare._replace(links=(_Link("[*]", bare.tokens),))
        steps, _ = self._finish(children[0])
        return bare._replace(links=(_Link("index", bare.tokens, steps),))

    def _close_traversal(self, entry: _Entry) -> tuple[list[Step], TokenRange]:
        """Compile the links. `[*]` has all that follows as its item, `.*` the next names."""
        steps, start = list(entry.steps), entry.tokens[0]
        first, last = entry.tokens
        collections: list[int] = []
        is_attribute_splat = False
        for kind, tokens, key in entry.links:
            if is_attribute_splat and kind != "name":
                steps.append(s.make_splat((start, last)))
                first, is_attribute_splat = start, False
            last = tokens[1]
            if kind in {"[*]", ".*"}:
                if kind == "[*]":
                    collections.append(first)
                is_attribute_splat = kind == ".*"
                steps.append(s.push_splat_item(tokens))
                first = tokens[0]
            elif kind == "index":
                steps += [*key, s.make_index((first, last))]
            else:
                steps.append(s.make_get_attr((first, last)))
        if is_attribute_splat:
            steps.append(s.make_splat((start, last)))
        steps += [s.make_splat((at, last)) for at in reversed(collections)]
        return steps, (start, last)

    # --- for ---------------------------------------------------------------------------------

    def compile_for_intro(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile `for names in collection :`."""
        steps, _ = self._finish(children[-1])
        return bare._replace(steps=steps, names=tuple(one.tokens[0] for one in children[:-1]))

    def compile_for(self, bare: _Entry, children: list[_Entry]) -> _Entry:
        """Compile a `for` expression: the child behind the names is its key, if it has one."""
        intro, *rest = children
        condition = rest.pop() if rest[-1].rule == "for_cond" else None
        value = rest[-1]
        words = self.draft.words[value.last + 1 : condition.first if condition else bare.last]
        made = s.make_for(
            bare.tokens,
            intro.names,
            has_key=len(rest) > 1,
            has_condition=condition is not None,
            group="..." in words,
        )
        steps = [*intro.steps, *self._finish_all(rest)]
        return bare._replace(steps=[*steps, *(condition.steps if condition else ()), made])


_RULES: Mapping[str, Callable[[_Compiler, _Entry, list[_Entry]], _Entry]] = {
    "expr_term": _Compiler.compile_term,
    "conditional": _Compiler.compile_conditional,
    "binary_op": _Compiler.compile_operation,
    "binary_term": _Compiler.compile_right_side,
    "binary_operator": _Compiler.compile_operator,
    "tuple": _Compiler.compile_tuple,
    "object": _Compiler.compile_object,
    "object_elem": _Compiler.compile_item,
    "object_elem_key": _Compiler.compile_key,
    "function_call": _Compiler.compile_call,
    "arguments": _Compiler.compile_parts,
    "get_attr_expr_term": _Compiler.compile_link,
    "index_expr_term": _Compiler.compile_link,
    "get_attr": _Compiler.compile_name_link,
    "braces_index": _Compiler.compile_index_link,
    "for_intro": _Compiler.compile_for_intro,
    "for_cond": _Compiler.compile_parts,
    "for_tuple_expr": _Compiler.compile_for,
    "for_object_expr": _Compiler.compile_for,
}
