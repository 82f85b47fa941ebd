namespace NeuralNet.Tests;

/// <summary>An attention of random sizes, values and masks.</summary>
internal sealed class RandomAttention
{
    private readonly Random random;

    public RandomAttention(int seed)
    {
        random = new Random(seed);
        int group = random.Next(1, 4), keyValueHeads = random.Next(1, 4);
        int[] lengths = [1, 5, 64, 70, 130];
        Geometry = new AttentionGeometry
        {
            Batch = seed % 5 == 0 ? 9 : random.Next(1, 3),
            Outer = random.Next(1, 3),
            Inner = random.Next(1, 3),
            QueryLength = lengths[random.Next(lengths.Length)],
            KeyLength = random.Next(3) == 0 ? random.Next(257, 280) : random.Next(1, 140),
            Heads = group * keyValueHeads,
            KeyValueHeads = keyValueHeads,
            KeySize = random.Next(1, 9),
            ValueSize = random.Next(1, 9),
        };
        int queries = Geometry.Sequences * Geometry.QueryLength, keys = Geometry.Sequences * Geometry.KeyLength;
        Pass = new AttentionPass
        {
            Geometry = Geometry,
            Query = TestData.Normal([queries, Geometry.Heads * Geometry.KeySize], seed),
            Key = TestData.Normal([keys, keyValueHeads * Geometry.KeySize], seed + 100),
            Value = TestData.Normal([keys, keyValueHeads * Geometry.ValueSize], seed + 200),
            Output = TestData.Normal([queries, Geometry.Heads * Geometry.ValueSize], seed + 300),
            LogSumExp = new Tensor([queries, Geometry.Heads]),
            Probabilities = TestData.Normal([queries * Geometry.Heads, Geometry.KeyLength], seed + 400),
            Mask = new AttentionMask
            {
                Geometry = Geometry,
                Queries = Padding(queries),
                Keys = Padding(keys),
                Values = Padding(keys),
                Pairs = random.Next(3) == 0 ? Pairs() : null,
                IsCausal = random.Next(2) == 0,
                Window = random.Next(3) == 0 ? random.Next(1, 100) : null,
            },
            Scale = 0.5f,
        };
        Upstream = TestData.Normal(Pass.Output.Shape, seed + 500);
    }

    public AttentionGeometry Geometry { get; }

    public AttentionPass Pass { get; }

    /// <summary>The gradient of the output.</summary>
    public Tensor Upstream { get; }

    public void Forward() => AttentionForward<DotScores>.Run(Pass, default);

    public AttentionGradients Backward()
    {
        var gradients = new AttentionGradients
        {
            Output = Upstream,
            Query = TestData.Normal(Pass.Query.Shape, 1),
            Key = TestData.Normal(Pass.Key.Shape, 2),
            Value = TestData.Normal(Pass.Value.Shape, 3),
        };
        AttentionBackward<DotScores>.Run(Pass, gradients, default);
        return gradients;
    }

    public NaiveAttention Naive() => new(
        Split(Pass.Query, Geometry.QueryLength, Geometry.Heads), Split(Pass.Key, Geometry.KeyLength, Geometry.KeyValueHeads),
        Split(Pass.Value, Geometry.KeyLength, Geometry.KeyValueHeads), Sees, Pass.Scale);

    /// <summary>Returns the values by sequence, head, step and feature.</summary>
    public double[,,,] Split(Tensor tensor, int length, int heads)
    {
        int size = tensor.Shape[1] / heads;
        var split = new double[Geometry.Sequences, heads, length, size];
        for (int b = 0; b < Geometry.Sequences; b++)
        {
            int outer = b / Geometry.Inner, inner = b % Geometry.Inner;
            for (int h = 0; h < heads; h++)
            {
                for (int t = 0; t < length; t++)
                {
                    for (int d = 0; d < size; d++)
                        split[b, h, t, d] = tensor.Data[((outer * length + t) * Geometry.Inner + inner) * heads * size + h * size + d];
                }
            }
        }

        return split;
    }

    private bool Sees(int b, int h, int t, int s)
    {
        AttentionMask mask = Pass.Mask;
        int row = b / (Geometry.Outer * Geometry.Inner), outer = b / Geometry.Inner, inner = b % Geometry.Inner;
        int query = (outer * Geometry.QueryLength + t) * Geometry.Inner + inner;
        int key = (outer * Geometry.KeyLength + s) * Geometry.Inner + inner;
        int heads = mask.Pairs is null ? 1 : mask.Pairs.Shape[1];
        return (mask.Queries is null || mask.Queries[query] != 0) && (mask.Keys is null || mask.Keys[key] != 0)
            && (mask.Values is null || mask.Values[key] != 0) && (!mask.IsCausal || s <= t)
            && (mask.Window is not int window || Math.Abs(t - s) < window)
            && (mask.Pairs is null || mask.Pairs[row, heads == 1 ? 0 : h, t, s] != 0);
    }

    /// <summary>Returns a mask with holes, in which all may be padding, or null.</summary>
    private Tensor? Padding(int positions)
    {
        double data = random.NextDouble() * 1.4;
        return random.Next(2) == 0 ? null : Bits([positions], data);
    }

    private Tensor Pairs() =>
        Bits([Geometry.Batch, random.Next(2) == 0 ? 1 : Geometry.Heads, Geometry.QueryLength, Geometry.KeyLength], 0.6);

    private Tensor Bits(Shape shape, double fraction)
    {
        var mask = new Tensor(shape);
        foreach (ref float value in mask.AsSpan())
            value = random.NextDouble() < fraction ? 1 : 0;
        return mask;
    }
}
