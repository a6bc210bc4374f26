r"""Bring degrees and radians together: `\frac{\pi}{6}` is `30^\circ`, as a single angle or part by part."""

from curate.grading.mathematics.structure import Assigned, Group, Leaf, Node, Range

_MOST = 200  # parts that are looked at


def in_radians(gold: Node, answer: Node) -> tuple[Node, Node]:
    r"""Return two answers, both in radians where one has degrees and the other a multiple of \pi."""
    ours, theirs = _leaves(gold), _leaves(answer)
    degrees = [any(leaf.unit == "deg" for leaf in leaves) for leaves in (ours, theirs)]
    radians = [any(_is_radian(leaf) for leaf in leaves) for leaves in (ours, theirs)]
    if (degrees[0] and radians[1] and not degrees[1]) or (degrees[1] and radians[0] and not degrees[0]):
        return _converted(gold), _converted(answer)
    return gold, answer


def _is_radian(leaf: Leaf) -> bool:
    return leaf.unit == "rad" or (leaf.unit == "" and "\\pi" in leaf.text)


def _leaves(node: Node) -> list[Leaf]:
    if isinstance(node, Leaf):
        return [node]
    if isinstance(node, Assigned):
        return _leaves(node.value)
    if isinstance(node, Range):
        return _leaves(node.interval)
    if isinstance(node, Group):
        return [leaf for part in node.parts[:_MOST] for leaf in _leaves(part)]
    return []


def _converted(node: Node) -> Node:
    if isinstance(node, Leaf):
        if node.unit == "deg":
            return Leaf(f"\\frac{{\\pi}}{{180}}\\cdot ({node.text})", "", percent=False)
        return Leaf(node.text, "", percent=node.percent) if node.unit == "rad" else node
    if isinstance(node, Assigned):
        return node._replace(value=_converted(node.value))
    if isinstance(node, Group):
        return node._replace(parts=tuple(_converted(part) for part in node.parts))
    if isinstance(node, Range):
        interval = _converted(node.interval)
        return node._replace(interval=interval) if isinstance(interval, Group) else node
    return node
