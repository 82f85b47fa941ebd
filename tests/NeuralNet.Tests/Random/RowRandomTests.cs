namespace NeuralNet.Tests;

/// <summary>Tests that random numbers depend on the rows of the whole batch, and not on its division into parts.</summary>
public class RowRandomTests
{
    private const int Rows = 16;

    public static TheoryData<string, int> Layers
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string name in (string[])["dropout", "noise shape", "shared noise", "alpha dropout", "gaussian noise", "streams"])
            {
                foreach (int width in (int[])[1, 5, 64, 37, 700])
                    data.Add(name, width);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void APartDrawsTheNumbersOfTheWholeBatchForItsRows(string name, int width)
    {
        float[] whole = Draw(name, width, Rows, firstRow: 0);
        foreach ((int first, int count) in ((int, int)[])[(0, 16), (8, 8), (3, 1), (7, 5), (15, 1)])
            Assert.Equal(whole[(first * 2 * width)..((first + count) * 2 * width)], Draw(name, width, count, first));
        if (name != "shared noise" && width > 1)
            Assert.NotEqual(whole[..(2 * width)], whole[(2 * width)..(4 * width)]);
    }

    [Fact]
    public void DrawsDependOnSeedStepPathAndUse()
    {
        var draws = new List<float[]>
        {
            Nested("a", "b", seed: 1, step: 0).First, Nested("a", "b", seed: 1, step: 0).Second, Nested("a", "b", seed: 2, step: 0).First,
            Nested("a", "b", seed: 1, step: 1).First, Nested("c", "b", seed: 1, step: 0).First, Shared().First, Shared().Second,
        };
        for (int i = 0; i < draws.Count; i++)
        {
            for (int k = 0; k < i; k++)
                Assert.False(draws[i].SequenceEqual(draws[k]), $"{k} and {i}");
        }

        Assert.Equal(Nested("a", "b", 1, 0).First, Nested("a", "x", 1, 0).First);
    }

    /// <summary>A layer that is added before others does not change the numbers that they draw.</summary>
    [Fact]
    public void DrawsDoNotDependOnOtherLayers()
    {
        var input = new Input(50);
        Node plain = input.Add(new Dropout(0.5f, name: "drop"));
        Node noisy = input.Add(new Rescaling(1)).Add(new Dropout(0.5f, name: "other"));
        Node behind = noisy.Add(new Rescaling(0, 1)).Add(new Dropout(0.5f, name: "drop"));
        Assert.Equal(Forward(LayerGraph.Between([input], [plain]))[0], Forward(LayerGraph.Between([input], [behind]))[0]);
    }

    [Fact]
    public void LanesAreXoshiroFilledBySplitMixOfTheirKey()
    {
        const ulong Key = 0xDEADBEEF12345678;
        var lanes = new RandomLanes(Key);
        ulong[][] states = [.. Enumerable.Range(0, 8).Select(lane => Enumerable.Range(0, 4)
            .Select(word => RandomKey.Mix(unchecked(Key + (ulong)(lane + 8 * word) * RandomKey.Golden))).ToArray())];
        for (int n = 0; n < 50; n++)
        {
            System.Runtime.Intrinsics.Vector512<ulong> actual = System.Runtime.Intrinsics.Vector512.AsUInt64(lanes.Next());
            for (int lane = 0; lane < 8; lane++)
                Assert.Equal(Next(states[lane]), System.Runtime.Intrinsics.Vector512.GetElement(actual, lane));
        }

        static ulong Next(ulong[] s)
        {
            unchecked
            {
                ulong result = ulong.RotateLeft(s[0] + s[3], 23) + s[0], t = s[1] << 17;
                s[2] ^= s[0];
                s[3] ^= s[1];
                s[1] ^= s[2];
                s[0] ^= s[3];
                s[2] ^= t;
                s[3] = ulong.RotateLeft(s[3], 45);
                return result;
            }
        }
    }

    [Fact]
    public void FillsWithinAPassAreOthersAndBadTensorsAreRefused()
    {
        var random = new RowRandom(new Dropout(0.5f, name: "noisy"), 4);
        random.Begin(1, 2, 3, 0);
        Tensor first = new([4, 30]), second = new([4, 30]), again = new([4, 30]);
        random.FillNormal(first);
        random.FillNormal(second);
        random.Begin(1, 2, 3, 0);
        random.FillNormal(again);
        Assert.Equal(first.ToArray(), again.ToArray());
        Assert.NotEqual(first.ToArray(), second.ToArray());
        BadInput.Refuses<ArgumentException>(() => random.FillNormal(new Tensor([5, 30])), "noisy", "4 rows");
        BadInput.Refuses<ArgumentException>(() => random.FillKeptOrZero(new Tensor([1, 30]), 0.5f, 1), "noisy", "4 rows");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => random.Stream(4), "noisy", "4 rows");
    }

    private static float[] Draw(string name, int width, int rows, int firstRow)
    {
        Layer layer = name switch
        {
            "dropout" => new Dropout(0.5f),
            "noise shape" => new Dropout(0.5f, [null, 1, null]),
            "shared noise" => new Dropout(0.5f, [1, null, null]),
            "alpha dropout" => new AlphaDropout(0.3f),
            "gaussian noise" => new GaussianNoise(2),
            _ => new StreamOfEachRow(),
        };
        var input = new Input([2, width]);
        var plan = new ExecutionPlan(LayerGraph.Between([input], [input.Add(layer)]), rows);
        plan.Inputs[0].Data.Fill(1);
        plan.Forward(isTraining: true, seed: 11, step: 5, new BatchPart(firstRow, rows, Rows, sums: null!));
        return plan.Outputs[0].ToArray();
    }

    /// <summary>Draws for two models of one layer each, with the same name, after the same input.</summary>
    private static (float[] First, float[] Second) Nested(string first, string second, int seed, long step)
    {
        var input = new Input(50);
        float[][] outputs = Forward(LayerGraph.Between([input], [input.Add(Model(first)), input.Add(Model(second))]), seed, step);
        return (outputs[0], outputs[1]);

        static Model Model(string name)
        {
            var inner = new Input(50);
            return new Model(inner, inner.Add(new Dropout(0.5f, name: "drop")), name);
        }
    }

    private static (float[] First, float[] Second) Shared()
    {
        Input left = new(50), right = new(50);
        var shared = new Dropout(0.5f, name: "shared");
        float[][] outputs = Forward(LayerGraph.Between([left, right], [left.Add(shared), right.Add(shared)]));
        return (outputs[0], outputs[1]);
    }

    private static float[][] Forward(LayerGraph graph, int seed = 1, long step = 0)
    {
        var plan = new ExecutionPlan(graph, 3);
        foreach (Tensor input in plan.Inputs)
            input.Data.Fill(1);
        plan.Forward(isTraining: true, seed, step);
        return [.. plan.Outputs.Select(output => output.ToArray())];
    }

    /// <summary>A layer that draws each row from its own stream, and one number for all rows.</summary>
    private sealed class StreamOfEachRow : Layer
    {
        protected internal override void Forward(Frame frame)
        {
            float common = frame.Random.NextSingle();
            for (int row = 0; row < frame.BatchSize; row++)
            {
                RandomStream stream = frame.RowRandom.Stream(row);
                foreach (ref float value in frame.Output.Row(row))
                    value = stream.NextSingle() + common;
            }
        }

        protected internal override void Backward(Frame frame) => throw new NotSupportedException();
    }
}
