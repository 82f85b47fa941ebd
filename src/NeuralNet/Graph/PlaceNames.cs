namespace NeuralNet;

/// <summary>Checks of the names of columns and classes, of which there are as many as values of the inputs and outputs.</summary>
internal static class PlaceNames
{
    /// <summary>
    /// Names of classes: one for each place of an output's last axis, outputs one behind the other. A single value tells two classes
    /// apart, so it may have two.
    /// </summary>
    /// <exception cref="ArgumentException">A name is null, or there are more or fewer.</exception>
    public static IReadOnlyList<string>? OfClasses(LayerGraph graph, IReadOnlyList<string>? labels, string property)
    {
        long places = graph.OutputShapes.Sum(shape => (long)Math.Max(0, shape.Last));
        return Copy(labels, property, "outputs", graph.OutputShapes, places == 1 ? [1, 2] : [places]);
    }

    /// <summary>Names of classes as a caller gives them: two classes of one output cannot have one name.</summary>
    /// <exception cref="ArgumentException">A name is null or given twice for an output, or there are more or fewer.</exception>
    public static IReadOnlyList<string>? OfDistinctClasses(LayerGraph graph, IReadOnlyList<string>? labels, string property)
    {
        IReadOnlyList<string>? names = OfClasses(graph, labels, property);
        int start = 0;
        foreach (Shape output in graph.OutputShapes)
        {
            string[] own = [.. (names ?? []).Skip(start).Take(graph.Outputs.Count == 1 ? int.MaxValue : output.Last)];
            if (own.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key is { } repeated)
                throw new ArgumentException($"{property} names two classes '{repeated}': {start + Array.IndexOf(own, repeated)} and "
                    + $"{start + Array.LastIndexOf(own, repeated)}. Give each class of an output a name of its own.", property);
            start += own.Length;
        }

        return names;
    }

    /// <summary>
    /// Names of columns: one for each value of a row, or for each place of an input's last axis, inputs one behind the other.
    /// </summary>
    /// <exception cref="ArgumentException">A name is null, or there are more or fewer.</exception>
    public static IReadOnlyList<string>? OfFeatures(LayerGraph graph, IReadOnlyList<string>? names, string property) => Copy(
        names, property, "inputs", graph.InputShapes,
        graph.InputShapes.All(shape => shape.IsFixed)
            ? [graph.InputShapes.Sum(shape => (long)shape.Last), graph.InputShapes.Sum(shape => (long)shape.Size)]
            : [graph.InputShapes.Sum(shape => (long)Math.Max(0, shape.Last))]);

    private static IReadOnlyList<string>? Copy(
        IReadOnlyList<string>? names, string property, string what, IEnumerable<Shape> shapes, long[] counts)
    {
        if (names is null)
            return null;
        Require.NoNulls(names, property);
        return counts.Contains(names.Count)
            ? [.. names]
            : throw new ArgumentException($"{property} has {Counted.Of(names.Count, "name")}; the model's {what} have the shape "
                + $"{string.Join(" and ", shapes.Select(shape => shape.ToStringWithBatch()))}, so it takes "
                + $"{string.Join(" or ", counts.Distinct())}, or null for none.", property);
    }
}
