//! Cycles and distances.

/// How many modules each strongly connected component of a graph has, in no particular order. `targets` gives for each
/// node the nodes it leads to.
///
/// Tarjan's algorithm, with a stack of its own in place of recursion.
pub(super) fn component_sizes(targets: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; targets.len()];
    let mut lowest = vec![UNSEEN; targets.len()];
    let mut is_open = vec![false; targets.len()];
    let mut open = Vec::new();
    let mut sizes = Vec::new();
    let mut met = 0;
    for root in 0..targets.len() {
        if order[root] != UNSEEN {
            continue;
        }
        // A node, and how many of its targets have been looked at.
        let mut path = vec![(root, 0)];
        while let Some((node, done)) = path.last_mut() {
            let node = *node;
            if *done == 0 {
                (order[node], lowest[node]) = (met, met);
                met += 1;
                open.push(node);
                is_open[node] = true;
            }
            if let Some(&target) = targets[node].get(*done) {
                *done += 1;
                if order[target] == UNSEEN {
                    path.push((target, 0));
                } else if is_open[target] {
                    lowest[node] = lowest[node].min(order[target]);
                }
                continue;
            }
            if lowest[node] == order[node] {
                let mut size = 0;
                while let Some(member) = open.pop() {
                    is_open[member] = false;
                    size += 1;
                    if member == node {
                        break;
                    }
                }
                sizes.push(size);
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                lowest[*parent] = lowest[*parent].min(lowest[node]);
            }
        }
    }
    sizes
}

/// The longest of the shortest ways from node 0 to each node, in edges.
pub(super) fn depth(targets: &[Vec<usize>]) -> usize {
    let mut seen = vec![false; targets.len()];
    let mut layer: Vec<usize> = if targets.is_empty() { vec![] } else { vec![0] };
    let mut depth = 0;
    if let Some(first) = seen.first_mut() {
        *first = true;
    }
    loop {
        let mut next = Vec::new();
        for &target in layer.iter().flat_map(|&node| &targets[node]) {
            if !std::mem::replace(&mut seen[target], true) {
                next.push(target);
            }
        }
        if next.is_empty() {
            return depth;
        }
        depth += 1;
        layer = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted_sizes(targets: &[Vec<usize>]) -> Vec<usize> {
        let mut sizes = component_sizes(targets);
        sizes.sort_unstable();
        sizes
    }

    #[test]
    fn components_of_small_graphs() {
        assert_eq!(sorted_sizes(&[]), Vec::<usize>::new());
        assert_eq!(sorted_sizes(&[vec![1], vec![]]), [1, 1]);
        assert_eq!(sorted_sizes(&[vec![1], vec![0]]), [2]);
        assert_eq!(sorted_sizes(&[vec![0]]), [1], "a module that imports itself");
        // 0 -> 1 -> 2 -> 0, 2 -> 3 <-> 4, 1 -> 4
        assert_eq!(sorted_sizes(&[vec![1], vec![2, 4], vec![0, 3], vec![4], vec![3]]), [2, 3]);
        // Two ways into a component that is finished before the second is taken.
        assert_eq!(sorted_sizes(&[vec![1, 2], vec![3], vec![3], vec![]]), [1, 1, 1, 1]);
    }

    /// Two nodes are in one component when each can be reached from the other.
    fn naive_sizes(targets: &[Vec<usize>]) -> Vec<usize> {
        let mut reaches = vec![vec![false; targets.len()]; targets.len()];
        for (node, row) in reaches.iter_mut().enumerate() {
            let mut waiting = vec![node];
            while let Some(at) = waiting.pop() {
                if !std::mem::replace(&mut row[at], true) {
                    waiting.extend(&targets[at]);
                }
            }
        }
        let is_first = |node: usize| !(0..node).any(|other| reaches[node][other] && reaches[other][node]);
        let size = |node: usize| (0..targets.len()).filter(|&n| reaches[node][n] && reaches[n][node]).count();
        let mut sizes: Vec<usize> = (0..targets.len()).filter(|&node| is_first(node)).map(size).collect();
        sizes.sort_unstable();
        sizes
    }

    proptest::proptest! {
        #[test]
        fn components_are_those_of_the_definition(
            edges in proptest::collection::vec(proptest::collection::vec(0_usize..12, 0..4), 12)
        ) {
            proptest::prop_assert_eq!(sorted_sizes(&edges), naive_sizes(&edges));
        }
    }

    #[test]
    fn a_long_chain_and_a_long_circle() {
        let chain: Vec<Vec<usize>> = (0..200_000).map(|node| (node + 1..200_000).take(1).collect()).collect();
        assert_eq!(component_sizes(&chain).len(), 200_000);
        assert_eq!(depth(&chain), 199_999);
        let circle: Vec<Vec<usize>> = (0..200_000).map(|node| vec![(node + 1) % 200_000]).collect();
        assert_eq!(component_sizes(&circle), [200_000]);
    }

    #[test]
    fn depth_is_the_length_of_the_shortest_way() {
        assert_eq!(depth(&[]), 0);
        assert_eq!(depth(&[vec![0]]), 0);
        assert_eq!(depth(&[vec![1, 2], vec![2], vec![]]), 1);
        assert_eq!(depth(&[vec![1], vec![2], vec![0]]), 2);
    }
}
