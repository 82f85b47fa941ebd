namespace NeuralNet.Onnx;

/// <summary>The order of computation of symbolic nodes.</summary>
internal static class NodeOrder
{
    /// <summary>Returns nodes and all nodes that they depend on, each behind those that feed it.</summary>
    public static IReadOnlyList<Node> UpTo(IReadOnlyList<Node> nodes)
    {
        var ordered = new List<Node>();
        var reached = new HashSet<Node>();
        var open = new Stack<Node>(nodes.Reverse());
        while (open.TryPeek(out Node? next))
        {
            Node[] waitedFor = [.. next.Inputs.Where(input => !reached.Contains(input)).Reverse()];
            foreach (Node input in waitedFor)
                open.Push(input);
            if (waitedFor.Length > 0)
                continue;
            open.Pop();
            if (reached.Add(next))
                ordered.Add(next);
        }

        return ordered;
    }
}
