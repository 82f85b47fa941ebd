namespace NeuralNet.Tests;

/// <summary>Tests that sequences written token by token are those of the model.</summary>
public class TokenGeneratorTests
{
    private static readonly int[] Tokens = [3, 1, 4, 1, 5, 2, 6, 5, 3, 5, 0, 2];

    public static TheoryData<string> Models => ["decoder", "normalized first", "sines", "window and gate", "fixed steps"];

    [Theory]
    [MemberData(nameof(Models))]
    public void StepByStepGivesTheOutputsOfTheWholeSequence(string kind)
    {
        Model model = ModelOf(kind);
        Tensor whole = model.Predict(new Tensor([1, Tokens.Length], [.. Tokens.Select(token => (float)token)]));
        var generator = new TokenGenerator(model, capacity: Tokens.Length);
        for (int repetition = 0; repetition < 2; repetition++)
        {
            for (int t = 0; t < Tokens.Length; t++)
            {
                TestSupport.Close.To(Doubles(whole.Row(0).Slice(t * 7, 7)), generator.Append(Tokens[t]), 1e-5, $"step {t}");
                Assert.Equal(t + 1, generator.Count);
            }

            generator.Clear();
        }
    }

    [Fact]
    public void GreedyTokensAreTheLikeliest()
    {
        Model model = ModelOf("decoder");
        var expected = new List<int>(Tokens[..4]);
        while (expected.Count < 10)
        {
            Tensor output = model.Predict(new Tensor([1, expected.Count], [.. expected.Select(token => (float)token)]));
            expected.Add(System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(output.Data[^7..]));
        }

        var generator = new TokenGenerator(model, 10);
        Assert.Equal(expected[4..], generator.Generate(Tokens[..4], 6, temperature: 0));
        Assert.Equal(expected[4..], generator.Generate(Tokens[..4], 6, temperature: 2, topK: 1));
        Assert.Equal(generator.Generate(Tokens[..2], 8, seed: 3).ToArray(), generator.Generate(Tokens[..2], 8, seed: 3).ToArray());
        Assert.NotEqual(generator.Generate(Tokens[..2], 8, 3, seed: 3).ToArray(), generator.Generate(Tokens[..2], 8, 3, seed: 4).ToArray());
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(0.5f, null)]
    [InlineData(2, 2)]
    public void DrawsFollowTheProbabilities(float temperature, int? topK)
    {
        float[] probabilities = [0.5f, 0.1f, 0.3f, 0.1f];
        double[] weights = [.. probabilities.Select(p => topK is null || p >= 0.3f ? Math.Pow(p, 1 / temperature) : 0)];
        var draw = new TokenDraw(temperature, topK, seed: 1);
        int[] counts = new int[4];
        for (int i = 0; i < 40_000; i++)
            counts[draw.Next(probabilities)]++;
        for (int i = 0; i < 4; i++)
            Assert.Equal(weights[i] / weights.Sum(), counts[i] / 40_000.0, 0.01);
    }

    /// <summary>A token late in the sequence costs what an early one costs, but for the attention to the tokens between them.</summary>
    [Fact]
    public void MemoryOfAStepDoesNotGrow()
    {
        var generator = new TokenGenerator(ModelOf("decoder"), 600);
        generator.Append(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        generator.Append(1);
        long early = GC.GetAllocatedBytesForCurrentThread() - before;
        while (generator.Count < 500)
            generator.Append(2);
        before = GC.GetAllocatedBytesForCurrentThread();
        generator.Append(1);
        Assert.Equal(early, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(early < 1000, $"{early} bytes");
    }

    [Fact]
    public void ModelsThatAreNotCausalAreRefused()
    {
        Refused(new Sequential([null]).Embedding(7, 4).MultiHeadAttention(2, 2).Dense(7, "softmax"), "useCausalMask: true");
        Refused(new Sequential([null]).Embedding(7, 4).Attention().Dense(7, "softmax"), "a step depends on later ones");
        Refused(new Sequential([null]).Embedding(7, 4).Dense(7).Softmax(axis: 1), "a step depends on later ones");
        Refused(new Sequential([null]).Embedding(7, 4, maskZero: true).Dense(7, "softmax"), "maskZero: false");
        Refused(new Sequential([null]).Embedding(7, 4).GlobalAveragePooling1D(), "(None, steps, tokens)");
        Refused(new Sequential([null, 3]).Dense(7), "(None, None, 3)");
        Assert.Throws<ArgumentOutOfRangeException>("capacity", () => new TokenGenerator(ModelOf("fixed steps"), 13));
    }

    [Fact]
    public void MisuseIsRefused()
    {
        var generator = new TokenGenerator(ModelOf("decoder"), 4);
        Assert.Throws<ArgumentException>("prompt", () => generator.Generate([], 1));
        Assert.Contains("4 tokens and 1 more", Assert.Throws<ArgumentException>("count", () => generator.Generate([1, 2, 3, 4], 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("temperature", () => generator.Generate([1], 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>("topK", () => generator.Generate([1], 1, topK: 0));
        Assert.Contains("from 0 to 6", Assert.Throws<ArgumentException>(() => { generator.Append(7); }).Message, StringComparison.Ordinal);
        Assert.Equal(0, generator.Count);
        Assert.Throws<InvalidOperationException>(() => generator.Generate([1], 3).Zip(generator.Generate([2], 3)).Count());
        generator.Clear();
        for (int i = 0; i < 4; i++)
            generator.Append(i);
        Assert.Contains("capacity", Assert.Throws<InvalidOperationException>(() => { generator.Append(1); }).Message, StringComparison.Ordinal);
    }

    private static void Refused(Model model, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => new TokenGenerator(model, 12)).Message, StringComparison.Ordinal);

    private static Model ModelOf(string kind)
    {
        var input = new Input(kind == "fixed steps" ? [12] : [null], seed: 3);
        Node tokens = input.Embedding(7, 8, "normal");
        Node x = tokens.Add(kind == "sines" ? tokens.SinePositionEncoding() : tokens.PositionEmbedding(600, "normal"));
        x = kind == "window and gate"
            ? x.GroupQueryAttention(3, 4, 2, slidingWindow: 4, useGate: true, useCausalMask: true).Add(x)
            : x.TransformerDecoder(16, 2, 0.1f, "gelu", normalizeFirst: kind == "normalized first");
        return new Model(input, x.TransformerDecoder(16, 2).Dense(7, "softmax"));
    }

    private static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);
}
