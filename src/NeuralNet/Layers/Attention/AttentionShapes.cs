namespace NeuralNet;

/// <summary>
/// The shapes of an attention: inputs (…, length, …, features), where the axes of the attention, one after the other, make the length, and
/// the other axes are those of independent sequences.
/// </summary>
/// <param name="layer">The layer, for messages.</param>
/// <param name="axes">
/// The axes of the attention as in Keras, the batch being axis 0; null for all between the batch and the features.
/// </param>
/// <param name="inputs">The indices of the inputs.</param>
/// <param name="rows">The shapes of the inputs, without the batch axis; axes may be open.</param>
internal sealed class AttentionShapes(Layer layer, IReadOnlyList<int>? axes, AttentionInputs inputs, IReadOnlyList<Shape> rows)
{
    /// <summary>The index of the first axis of the attention in a row.</summary>
    public int First { get; } = FirstOf(layer, axes, rows[AttentionInputs.Query]);

    /// <summary>The number of axes of the attention.</summary>
    public int Count { get; } = axes?.Count ?? rows[AttentionInputs.Query].Rank - 1;

    private Shape Query => rows[AttentionInputs.Query];

    private Shape Value => rows[inputs.Value];

    private Shape Key => rows[inputs.Key];

    /// <summary>The sizes of the axes of the attention in the queries.</summary>
    public IEnumerable<int> QueryAxes => AxesOf(Query);

    /// <summary>The sizes of the axes of the attention in the keys.</summary>
    public IEnumerable<int> KeyAxes => AxesOf(Value);

    /// <summary>The sizes of the other axes, without that of the features.</summary>
    public IEnumerable<int> OtherAxes => Query.Where((_, axis) => axis < Query.Rank - 1 && (axis < First || axis >= First + Count));

    /// <summary>Returns the sizes for the kernels; no axis is open.</summary>
    public AttentionGeometry GeometryOf(int batch, int heads, int keyValueHeads, int keySize, int valueSize) => new()
    {
        Batch = batch,
        Outer = Product(Query.Take(First)),
        Inner = Product(Query.Skip(First + Count).SkipLast(1)),
        QueryLength = Product(QueryAxes),
        KeyLength = Product(KeyAxes),
        Heads = heads,
        KeyValueHeads = keyValueHeads,
        KeySize = keySize,
        ValueSize = valueSize,
    };

    /// <summary>Checks that the inputs fit each other.</summary>
    /// <param name="heads">The number of heads, which an attention mask may have as its first axis.</param>
    /// <param name="needsOneAxis">Whether the attention is causal or has a window, which is along one axis.</param>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void Check(int heads, bool needsOneAxis)
    {
        if (needsOneAxis && Count > 1)
            throw layer.Error($"is causal or has a window, along one axis, and attends over {Count} axes. Give attentionAxes one axis");
        CheckSequence("value", Value);
        CheckSequence("key", Key);
        if (!AreSame(AxesOf(Value), AxesOf(Key)))
            throw layer.Error($"takes a value and a key of as many steps; their shapes are {Value} and {Key}");
        if (inputs.HasMask)
            CheckMask(rows[inputs.Mask], heads);
    }

    private void CheckSequence(string role, Shape shape)
    {
        if (shape.Rank != Query.Rank || !AreSame(Query.Take(First), shape.Take(First))
            || !AreSame(Query.Skip(First + Count).SkipLast(1), shape.Skip(First + Count).SkipLast(1)))
        {
            throw layer.Error($"attends from a query of shape {Query.ToStringWithBatch()} to a {role} of shape "
                + $"{shape.ToStringWithBatch()}; their axes must be the same but for the steps and the features");
        }
    }

    private void CheckMask(Shape mask, int heads)
    {
        int[] expected = [.. QueryAxes, .. KeyAxes], ofKeys = [.. QueryAxes.Select(_ => 1), .. KeyAxes];
        bool fits = AreSame(mask, expected) || AreSame(mask, ofKeys)
            || (mask.Rank == expected.Length + 1 && (mask[0] == 1 || mask[0] == heads) && AreSame(mask.Skip(1), expected));
        if (!fits)
        {
            throw layer.Error($"takes an attention mask of shape {new Shape(expected).ToStringWithBatch()}, queries by keys, or with an "
                + $"axis of 1 or {heads} heads before these, or of shape {new Shape(ofKeys).ToStringWithBatch()} for all queries; it "
                + "was given "
                + mask.ToStringWithBatch());
        }
    }

    private IEnumerable<int> AxesOf(Shape row) => row.Skip(First).Take(Count);

    private static bool AreSame(IEnumerable<int> sizes, IEnumerable<int> others)
    {
        int[] first = [.. sizes], second = [.. others];
        return first.Length == second.Length && !first.Where((size, axis) => size != second[axis] && size != Shape.Open
            && second[axis] != Shape.Open).Any();
    }

    private static int Product(IEnumerable<int> sizes) => sizes.Aggregate(1, (product, size) => product * size);

    /// <exception cref="ArgumentException">The axes do not exist or are not next to each other.</exception>
    private static int FirstOf(Layer layer, IReadOnlyList<int>? axes, Shape query)
    {
        if (query.Rank < 2)
            throw layer.Error($"takes sequences of shape (None, steps, features); it was given {query.ToStringWithBatch()}");
        if (axes is null)
            return 0;
        int[] places = [.. axes.Select(axis => axis < 0 ? axis + query.Rank : axis - 1).Order()];
        bool areNeighbours = places.Length > 0 && places[0] >= 0 && places[^1] < query.Rank - 1
            && !places.Where((place, i) => place != places[0] + i).Any();
        return areNeighbours
            ? places[0]
            : throw layer.Error($"attends over the axes {string.Join(", ", axes)} of inputs of shape {query.ToStringWithBatch()}; the axes "
                + $"must be next to each other, from 1 to {query.Rank - 1}");
    }
}
