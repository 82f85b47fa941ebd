namespace NeuralNet.Tests;

/// <summary>Tests of settings of attention layers against other ways to the same result, and of their errors.</summary>
public class MultiHeadAttentionTests
{
    private static readonly Tensor X = TestData.Normal([2, 6, 4], 1), Y = TestData.Normal([2, 5, 3], 2);

    [Fact]
    public void ACausalMaskIsATriangularAttentionMask()
    {
        Tensor mask = Pairs(6, 6, (t, s) => s <= t);
        Same(
            new MultiHeadAttention(2, 3, useAttentionMask: true).Call([X, mask], seed: 1),
            new MultiHeadAttention(2, 3, useCausalMask: true).Call([X], seed: 1));
    }

    [Fact]
    public void AWindowIsABandOfAnAttentionMask()
    {
        Tensor mask = Pairs(6, 5, (t, s) => Math.Abs(t - s) < 3);
        Same(
            new MultiHeadAttention(2, 3, useAttentionMask: true).Call([X, Y, mask], seed: 1),
            new MultiHeadAttention(2, 3, slidingWindow: 3).Call([X, Y], seed: 1));
    }

    [Fact]
    public void AMaskMayDifferBetweenHeads()
    {
        var mask = new Tensor([2, 2, 6, 6]);
        for (int row = 0; row < 2; row++)
        {
            for (int t = 0; t < 6; t++)
            {
                mask[row, 0, t, t] = 1;
                mask[row, 1, t, 0] = 1;
            }
        }

        var layer = new MultiHeadAttention(2, 3, useAttentionMask: true, returnAttentionScores: true);
        TestSupport.Close.To(mask, layer.Call([X, mask], seed: 1)[1], 1e-6, "probabilities");
    }

    [Fact]
    public void OneHeadOfKeysForEachQueryHeadIsMultiHeadAttention() => Same(
        new GroupQueryAttention(3, 2, 2).Call([X, Y], seed: 1), new MultiHeadAttention(2, 3).Call([X, Y], seed: 1));

    [Fact]
    public void HeadsOfAGroupShareKeysAndValues()
    {
        var grouped = new GroupQueryAttention(3, 4, 2, biasInitializer: "normal");
        var all = new MultiHeadAttention(4, 3);
        Tensor expected = grouped.Call([X, Y], seed: 1)[0];
        all.Call([X, Y], seed: 2);
        foreach ((Parameter source, Parameter target) in grouped.Parameters.Zip(all.Parameters))
            target.SetValue(source.Shape.Equals(target.Shape) ? source.Value : RepeatHeads(source.Value, target.Shape));
        Same([expected], all.Call([X, Y]));
    }

    [Fact]
    public void AGateMultipliesTheHeads()
    {
        var gated = new MultiHeadAttention(2, 3, useGate: true);
        var plain = new MultiHeadAttention(2, 3);
        gated.Call([X], seed: 1);
        plain.Call([X], seed: 2);
        foreach (Parameter parameter in plain.Parameters)
            parameter.SetValue(gated.Parameters.Single(other => other.ShortName == parameter.ShortName).Value);
        foreach (Parameter parameter in gated.Parameters.Where(parameter => parameter.ShortName.StartsWith("gate", StringComparison.Ordinal)))
            parameter.SetValue(new Tensor(parameter.Shape));
        float[] half = [.. plain.Call([X])[0].ToArray().Select(value => value / 2)];
        Same([new Tensor([2, 6, 4], half)], gated.Call([X]));
    }

    [Fact]
    public void AQueryThatSeesNothingHasAContextOfZero()
    {
        Tensor mask = Pairs(6, 6, (t, s) => t != 2);
        var layer = new MultiHeadAttention(2, 3, biasInitializer: "normal", useAttentionMask: true, returnAttentionScores: true);
        IReadOnlyList<Tensor> outputs = layer.Call([X, mask], seed: 1);
        Tensor bias = layer.Parameters[^1].Value;
        Assert.Equal("attention_output/bias", layer.Parameters[^1].ShortName);
        for (int row = 0; row < 2; row++)
        {
            Assert.Equal(bias.ToArray(), outputs[0].Row(row).Slice(2 * 4, 4).ToArray());
            Assert.All(outputs[1].Row(row).Slice(2 * 6, 6).ToArray(), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void StepsMayBeOpen()
    {
        var input = new Input([null, 4], seed: 1);
        var other = new Input([null, 3]);
        var model = new Model([input, other], [input.Merge(new MultiHeadAttention(2, 3), other)]);
        Tensor whole = model.Predict([X, Y])[0];
        Assert.Equal([2, 6, 4], whole.Shape.ToArray());
        Assert.Equal([1, 3, 4], model.Predict([TestData.Normal([1, 3, 4], 5), TestData.Normal([1, 9, 3], 6)])[0].Shape.ToArray());
    }

    [Fact]
    public void PaddingChangesNothing()
    {
        var model = new Sequential([null], seed: 1).Embedding(9, 4, maskZero: true).MultiHeadAttention(2, 3).GlobalAveragePooling1D();
        Tensor padded = model.Predict(new float[,] { { 3, 5, 0, 2, 0, 0 } }), bare = model.Predict(new float[,] { { 3, 5, 2 } });
        TestSupport.Close.To(bare, padded, 1e-6, "padded");
    }

    [Fact]
    public void InputsThatDoNotFitAreRefused()
    {
        Refused(() => new MultiHeadAttention(2, 3).Call([X, TestData.Normal([2, 5, 2, 3], 1)]), "(None, 6, 4)", "value of shape (None, 5, 2, 3)");
        Refused(() => new MultiHeadAttention(2, 3).Call([X, Y, TestData.Normal([2, 4, 3], 1)]), "as many steps", "(5, 3) and (4, 3)");
        Refused(() => new MultiHeadAttention(2, 3).Call([X, X, X, X]), "query", "4 inputs");
        Refused(() => new MultiHeadAttention(2, 3, useAttentionMask: true).Call([X]), "attention mask", "1 input");
        Refused(() => new MultiHeadAttention(2, 3, useAttentionMask: true).Call([X, Y, new Tensor([2, 6, 6])]), "(None, 6, 5)", "(None, 6, 6)");
        Refused(() => new MultiHeadAttention(2, 3, attentionAxes: [1, 3]).Call([TestData.Normal([2, 3, 4, 5, 2], 1)]), "axes 1, 3", "next to each other");
        Refused(() => new MultiHeadAttention(2, 3, attentionAxes: [2]).Call([X]), "axes 2");
        Refused(() => new MultiHeadAttention(2, 3, useCausalMask: true).Call([TestData.Normal([2, 3, 4, 5], 1)]), "causal", "2 axes");
        Refused(() => new MultiHeadAttention(2, 3).Call([TestData.Normal([2, 3], 1)]), "(None, steps, features)");
        Refused(() => new Attention().Call([X, Y]), "as many features", "(None, 6, 4)", "(None, 5, 3)");
        Refused(() => new Sequential([5, 2]).Add(new TransformerEncoder(4, 3)), "3 heads", "2 of them");
        Assert.Contains("multiple of 'numKeyValueHeads'", Assert.Throws<ArgumentException>(() => new GroupQueryAttention(2, 4, 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("numHeads", () => new MultiHeadAttention(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>("dropout", () => new MultiHeadAttention(1, 3, dropout: 1.5f));
        Assert.Throws<ArgumentOutOfRangeException>("slidingWindow", () => new MultiHeadAttention(1, 3, slidingWindow: 0));
    }

    [Fact]
    public void PositionsAreEncodedAsDefined()
    {
        Tensor encoding = new SinePositionEncoding(50).Call(new Tensor([2, 7, 5]));
        for (int t = 0; t < 7; t++)
        {
            for (int i = 0; i < 5; i++)
            {
                double angle = t * Math.Pow(50, -2.0 * (i / 2) / 5);
                TestSupport.Close.To(i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle), encoding[1, t, i], 1e-6, $"[{t}, {i}]");
            }
        }

        var learned = new PositionEmbedding(3, "normal", hierarchicalAlpha: 0.3f);
        Tensor vectors = learned.Call(new Tensor([2, 8, 2]), seed: 1), e = learned.Parameters[0].Value;
        for (int t = 0; t < 8; t++)
        {
            double First(int i) => (e[i, 1] - 0.3 * e[0, 1]) / 0.7;
            TestSupport.Close.To(0.3 * First(t / 3) + 0.7 * First(t % 3), vectors[1, t, 1], 1e-6, $"[{t}]");
        }

        Refused(() => new PositionEmbedding(2).Call(new Tensor([1, 5, 2])), "at most 4 steps");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ABlockIsTheSumOfItsParts(bool normalizesFirst)
    {
        var block = new TransformerEncoder(7, 2, activation: "gelu", normalizeFirst: normalizesFirst);
        Tensor expected = block.Call(X, seed: 1);
        var input = new Input([6, 4], seed: 2);
        var attention = new MultiHeadAttention(2, 2);
        LayerNormalization first = new(epsilon: 1e-5f), second = new(epsilon: 1e-5f);
        Dense intermediate = new(7, "gelu"), output = new(4);
        Node sum = normalizesFirst ? input.Add(first).Add(attention).Add(input) : input.Add(attention).Add(input).Add(first);
        Node end = normalizesFirst
            ? sum.Add(second).Add(intermediate).Add(output).Add(sum)
            : sum.Add(intermediate).Add(output).Add(sum).Add(second);
        var model = new Model(input, end);
        (string Prefix, Layer Layer)[] parts =
        [
            ("self_attention_layer/", attention), ("self_attention_layer_norm/", first), ("feedforward_layer_norm/", second),
            ("feedforward_intermediate_dense/", intermediate), ("feedforward_output_dense/", output),
        ];
        foreach ((string prefix, Layer layer) in parts)
        {
            foreach (Parameter parameter in layer.Parameters)
                parameter.SetValue(block.Parameters.Single(own => own.Name == prefix + parameter.ShortName).Value);
        }

        Assert.Equal(block.Parameters.Count, model.Parameters.Count);
        TestSupport.Close.To(expected, model.Predict(X), 1e-6, "block");
    }

    [Fact]
    public void ADecoderSeesNoLaterStepAndTheWholeEncodedSequence()
    {
        var decoder = new TransformerDecoder(5, 2);
        Tensor changed = X.Clone(), encoded = Y.Clone();
        changed.Row(0).Slice(3 * 4, 4).Fill(9);
        Tensor before = decoder.Call([X, Y], seed: 1)[0], after = decoder.Call([changed, Y])[0];
        Assert.Equal(before.Row(0)[..12].ToArray(), after.Row(0)[..12].ToArray());
        Assert.NotEqual(before.Row(0)[12..].ToArray(), after.Row(0)[12..].ToArray());
        encoded.Row(0)[12..].Fill(9);
        Assert.NotEqual(before.Row(0)[..4].ToArray(), decoder.Call([X, encoded])[0].Row(0)[..4].ToArray());
    }

    private static Tensor RepeatHeads(Tensor values, Shape shape)
    {
        var repeated = new Tensor(shape);
        int heads = shape[^2], own = values.Shape[^2], size = shape[^1];
        for (int i = 0; i < repeated.Length; i++)
        {
            int feature = i / (heads * size), head = i / size % heads;
            repeated.Data[i] = values.Data[(feature * own + head * own / heads) * size + i % size];
        }

        return repeated;
    }

    private static Tensor Pairs(int queries, int keys, Func<int, int, bool> sees)
    {
        var mask = new Tensor([2, queries, keys]);
        for (int i = 0; i < mask.Length; i++)
            mask.Data[i] = sees(i / keys % queries, i % keys) ? 1 : 0;
        return mask;
    }

    private static void Same(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual) =>
        TestSupport.Close.To(expected[0], actual[0], 1e-6, "output");

    private static void Refused(Action action, params string[] words)
    {
        string message = Assert.Throws<ArgumentException>(action).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }
}
