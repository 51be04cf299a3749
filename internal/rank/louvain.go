package rank

import "slices"

// maxSweeps ends a level of Louvain's method, which settles in a handful of
// sweeps.
const maxSweeps = 20

// minModularity is from where on a group falls into parts when it is looked at
// by itself. A large ring holds so much of a network's weight that beside it
// several circles look like one group; without the ring they come apart. A
// circle that is one has parts by chance only, which reach less than this.
const minModularity = 0.45

// split labels nodes by group, and looks into each group again by itself.
func split(edges [][]edge) []int32 {
	label := louvain(edges)
	members := map[int32][]int32{}
	for v, l := range label {
		members[l] = append(members[l], int32(v))
	}
	if len(members) == 1 {
		return label
	}
	for _, who := range members {
		within := induced(edges, who)
		parts := split(within)
		if modularity(within, parts) < minModularity {
			continue
		}
		for i, v := range who {
			label[v] = -1 - who[slices.Index(parts, parts[i])] // not a number in use
		}
	}
	return renumber(label)
}

// induced is the network among some nodes, numbered in their order.
func induced(edges [][]edge, who []int32) [][]edge {
	number := make(map[int32]int32, len(who))
	for i, v := range who {
		number[v] = int32(i)
	}
	out := make([][]edge, len(who))
	for i, v := range who {
		for _, e := range edges[v] {
			if k, ok := number[e.to]; ok {
				out[i] = append(out[i], edge{to: k, weight: e.weight})
			}
		}
	}
	return out
}

// modularity is the part of the weight inside groups beyond what chance puts
// there.
func modularity(edges [][]edge, label []int32) float64 {
	inside, total := 0.0, 0.0
	degree := make([]float64, len(edges)) // by label, which is a node's number at most
	for v, es := range edges {
		for _, e := range es {
			total += e.weight
			degree[label[v]] += e.weight
			if label[v] == label[e.to] {
				inside += e.weight
			}
		}
	}
	if total == 0 {
		return 0
	}
	q := inside / total
	for _, d := range degree {
		q -= d / total * d / total
	}
	return q
}

// louvain labels nodes by group: sweep over the nodes, moving each to the
// neighbouring group where modularity gains most, until nothing moves; then
// take groups for nodes and start over.
func louvain(edges [][]edge) []int32 {
	label := make([]int32, len(edges))
	for v := range label {
		label[v] = int32(v)
	}
	level := edges
	loops := make([]float64, len(edges)) // weight inside a node, counted from both ends
	for {
		moved, groups := sweep(level, loops)
		if !moved {
			return label
		}
		for v := range label {
			label[v] = groups[label[v]]
		}
		level, loops = contract(level, loops, groups)
	}
}

// sweep moves nodes until nothing gains, and numbers the groups from 0 in the
// order of their first nodes.
func sweep(edges [][]edge, loops []float64) (moved bool, groups []int32) {
	n := len(edges)
	groups = make([]int32, n)
	degree, inGroup := make([]float64, n), make([]float64, n)
	total := 0.0
	for v, es := range edges {
		groups[v] = int32(v)
		degree[v] = loops[v]
		for _, e := range es {
			degree[v] += e.weight
		}
		inGroup[v] = degree[v]
		total += degree[v]
	}
	if total == 0 {
		return false, groups
	}
	to := make([]float64, n)
	var touched []int32
	for range maxSweeps {
		again := false
		for v, es := range edges {
			touched = touched[:0]
			for _, e := range es {
				g := groups[e.to]
				if to[g] == 0 {
					touched = append(touched, g)
				}
				to[g] += e.weight
			}
			old := groups[v]
			inGroup[old] -= degree[v]
			gain := func(g int32) float64 { return to[g] - degree[v]*inGroup[g]/total }
			best, top := old, gain(old)
			for _, g := range touched {
				// Rounding must not decide, nor keep a node swinging.
				if x := gain(g); x > top+1e-12*total {
					best, top = g, x
				}
			}
			for _, g := range touched {
				to[g] = 0
			}
			inGroup[best] += degree[v]
			if best != old {
				groups[v], again, moved = best, true, true
			}
		}
		if !again {
			break
		}
	}
	return moved, renumber(groups)
}

func renumber(groups []int32) []int32 {
	number := map[int32]int32{}
	for v, g := range groups {
		k, ok := number[g]
		if !ok {
			k = int32(len(number))
			number[g] = k
		}
		groups[v] = k
	}
	return groups
}

// contract makes a graph of the groups.
func contract(edges [][]edge, loops []float64, groups []int32) ([][]edge, []float64) {
	n := int32(0)
	for _, g := range groups {
		n = max(n, g+1)
	}
	members := make([][]int32, n)
	for v, g := range groups {
		members[g] = append(members[g], int32(v))
	}
	out, inside := make([][]edge, n), make([]float64, n)
	to := make([]float64, n)
	for g, who := range members {
		var touched []int32
		for _, v := range who {
			inside[g] += loops[v]
			for _, e := range edges[v] {
				t := groups[e.to]
				if int(t) == g {
					inside[g] += e.weight
					continue
				}
				if to[t] == 0 {
					touched = append(touched, t)
				}
				to[t] += e.weight
			}
		}
		for _, t := range touched {
			out[g] = append(out[g], edge{to: t, weight: to[t]})
			to[t] = 0
		}
	}
	return out, inside
}
