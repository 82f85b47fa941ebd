namespace NeuralNet.Tests;

/// <summary>Tests that a predictor computes what its model computed when the predictor was made.</summary>
[Collection(ProcessWide.Name)]
public class PredictorTests
{
    public static TheoryData<string> Examples => [.. LayerExamples.All.Select(example => example.Name)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void EveryLayerPredictsAsInTheModel(string name)
    {
        LayerExample example = LayerExamples.All.First(layer => layer.Name == name);
        Input[] inputs = [.. example.InputShapes.Select((shape, i) => new Input(shape, seed: 3, name: $"input_{i}"))];
        Node output = Node.Of(example.Make(), inputs).Outputs[0];
        foreach (Model model in (Model[])[new Model(inputs, [output]), new Model(inputs, [output.Dense(5, "tanh").Dense(2)])])
        {
            SetStatistics(model);
            Predictor predictor = model.ToPredictor();
            foreach (int rows in (ReadOnlySpan<int>)[1, 3, 70])
            {
                Tensor[] x = example.Inputs(rows, seed: rows);
                Close.To(model.Predict(x)[0], predictor.Predict(x)[0], Close.Reference, name);
            }
        }
    }

    /// <summary>The bits are those of the model where no layer is dense.</summary>
    [Fact]
    public void OtherLayersHaveTheBitsOfTheModel()
    {
        var model = new Sequential([4, 3], seed: 1).LayerNormalization().PReLU("ones").Flatten().Softmax();
        Tensor x = TestData.Normal([9, 4, 3], 2);
        Assert.Equal(Bits.Of(model.Predict(x)), Bits.Of(model.ToPredictor().Predict(x)));
    }

    [Theory]
    [InlineData(20, 40)]
    [InlineData(200, 300)]
    public void BatchNormalizationIsFoldedIntoTheLayerBeforeIt(int inputs, int units)
    {
        var model = new Sequential(inputs, seed: 1)
            .Dense(units, useBias: false).BatchNormalization(gammaInitializer: new RandomNormal(1, 0.3f), betaInitializer: "normal")
            .Add(new ActivationLayer("relu")).Dropout(0.5f).Dense(units).BatchNormalization(scale: false).Add(new LeakyReLU())
            .Dense(3, "softmax");
        SetStatistics(model);
        LayerGraph graph = PredictionGraph.Of(model.Clone().Graph);
        PackedDense packed = Assert.IsType<PackedDense>(graph.Nodes[^1].Layer);
        Assert.Equal((2, 3), (graph.Nodes.Count, packed.Steps.Count));
        Tensor x = TestData.Normal([70, inputs], 2);
        Close.To(model.Predict(x), model.ToPredictor().Predict(x), Close.Reference, "folded");
    }

    [Fact]
    public void AValueWithSeveralReadersIsNotFolded()
    {
        var input = new Input(6, seed: 1);
        Node hidden = input.Dense(8);
        Node normalized = hidden.BatchNormalization();
        var model = new Model([input], [hidden.Add(normalized).Dense(2), normalized]);
        SetStatistics(model);
        Tensor x = TestData.Normal([5, 6], 2);
        Assert.Contains(PredictionGraph.Of(model.Clone().Graph).Nodes, node => node.Layer is BatchNormalization);
        Compare(model, x);
        Compare(new Model([input], [hidden, hidden.Dropout(0.5f), normalized]), x);
        Compare(new Model([input], [hidden.Dense(3, "relu"), hidden]), x);
    }

    [Fact]
    public void AnActivationBetweenKeepsBatchNormalizationApart()
    {
        var model = new Sequential(6, seed: 1).Dense(8, "relu").BatchNormalization().Dense(2);
        SetStatistics(model);
        Assert.Contains(PredictionGraph.Of(model.Clone().Graph).Nodes, node => node.Layer is BatchNormalization);
        Compare(model, TestData.Normal([5, 6], 2));
    }

    [Fact]
    public void SharedLayersMasksAndNestedModelsPredictAsInTheModel()
    {
        var encoder = new Sequential(8, seed: 1, name: "encoder").Dense(8, "tanh").Dropout(0.2f).Dense(4);
        Input left = new(5, seed: 1, name: "left"), right = new(5, name: "right");
        var embedding = new Embedding(7, 8, maskZero: true);
        var shared = new Dense(8, "relu");
        Node Branch(Input input) => input.Add(embedding).Dropout(0.5f).Add(shared).GlobalAveragePooling1D().Add(encoder);
        Node first = Branch(left), second = Branch(right);
        var model = new Model([left, right], [first.Concatenate(second).Dense(3, "softmax"), first]);
        Tensor[] x = [TestData.Integers([9, 5], 2, 7), TestData.Integers([9, 5], 3, 7)];
        Compare(model, x);
        Predictor predictor = model.ToPredictor();
        Assert.Equal(model.OutputShapes, predictor.OutputShapes);
        Assert.Equal(model.InputShapes, predictor.InputShapes);
        Assert.Contains("list of tensors", Assert.Throws<ArgumentException>(() => predictor.Predict(x[0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenAxesTakeTheirSizesFromEachCall()
    {
        var model = new Sequential([null, 3], seed: 1).Dense(8, "relu").Dense(4).GlobalMaxPooling1D().Dense(2);
        Predictor predictor = model.ToPredictor();
        foreach (int steps in (ReadOnlySpan<int>)[1, 4, 9])
        {
            Tensor x = TestData.Normal([5, steps, 3], steps);
            Close.To(model.Predict(x), predictor.Predict(x), Close.Reference, "open");
            float[] output = new float[2];
            predictor.Predict(x.Row(2), output);
            Close.To(model.Predict(x)[2..3], new Tensor([1, 2], output), Close.Reference, "open row");
        }
    }

    [Theory]
    [InlineData("flattened")]
    [InlineData("narrow")]
    [InlineData("wide")]
    [InlineData("normalized")]
    public void SpansOfRowsArePredictedAsTensors(string kind)
    {
        Sequential model = NewModel(kind);
        Predictor predictor = model.ToPredictor();
        int inputs = model.InputShapes[0].Size, outputs = model.OutputShapes[0].Size;
        foreach (int rows in (ReadOnlySpan<int>)[1, 2, 7, 130, 600])
        {
            Tensor x = TestData.Normal(model.InputShapes[0].WithBatch(rows), rows);
            float[] output = new float[rows * outputs];
            predictor.Predict(x.AsSpan(), output);
            Tensor expected = model.Predict(x);
            Close.To(expected, new Tensor(expected.Shape, output), Close.Reference, kind);
            Assert.Equal(Bits.Of(predictor.Predict(x)), Bits.Of(output));
            Assert.Equal(rows * inputs, x.Length);
        }
    }

    [Theory]
    [InlineData("flattened")]
    [InlineData("narrow")]
    [InlineData("wide")]
    public void ARowOfDenseLayersHasTheSameBitsInAnyBatchAndOnAnyNumberOfThreads(string kind)
    {
        Sequential model = NewModel(kind);
        Predictor predictor = model.ToPredictor();
        const int Rows = 601;
        int outputs = model.OutputShapes[0].Size;
        Tensor x = TestData.Normal(model.InputShapes[0].WithBatch(Rows), 5);
        int[] expected = Bits.Of(predictor.Predict(x));
        foreach (int threads in (ReadOnlySpan<int>)[1, 2, 3, 5])
        {
            using var degree = new ProcessWide.Threads(threads);
            foreach (int size in (ReadOnlySpan<int>)[1, 2, 31, 64, 128, 400])
            {
                for (int start = 0; start + size <= Rows; start += Math.Max(size, 60))
                    Assert.Equal(
                        expected[(start * outputs)..((start + size) * outputs)], Bits.Of(predictor.Predict(x[start..(start + size)])));
            }

            Assert.Equal(expected, Bits.Of(predictor.Predict(x)));
        }
    }

    [Fact]
    public void EveryActivationPredictsTheSameBitsForARowAloneAndInABatch()
    {
        foreach (Activation activation in ActivationExamples.All)
        {
            foreach (int units in (ReadOnlySpan<int>)[3, 70])
            {
                var model = new Sequential(5, seed: 1).Dense(units, activation).Dense(units, activation);
                Predictor predictor = model.ToPredictor();
                Tensor x = TestData.Normal([40, 5], 2), all = predictor.Predict(x);
                Close.To(model.Predict(x), all, Close.Reference, activation.Name);
                for (int row = 0; row < 40; row += 13)
                    Assert.Equal(Bits.Of(all.Row(row)), Bits.Of(predictor.Predict(x[row..(row + 1)])));
            }
        }
    }

    [Fact]
    public void TrainingAfterwardsChangesNothing()
    {
        var model = new Sequential(6, seed: 1).BatchNormalization().Dense(40, "relu").LayerNormalization().Dense(2);
        Predictor predictor = model.ToPredictor();
        Tensor x = TestData.Normal([50, 6], 2);
        int[] before = Bits.Of(predictor.Predict(x));
        Tensor own = model.Predict(x);
        model.Compile(new Adam(0.1f), "mse");
        model.Fit(x, TestData.Normal([50, 2], 3), epochs: 3, verbose: Verbosity.Silent);
        foreach (Parameter parameter in model.Parameters)
            parameter.Value.AsSpan().Fill(7);
        Assert.NotEqual(Bits.Of(own), Bits.Of(model.Predict(x)));
        Assert.Equal(before, Bits.Of(predictor.Predict(x)));
    }

    [Theory]
    [InlineData("flattened")]
    [InlineData("narrow")]
    [InlineData("wide")]
    [InlineData("normalized")]
    public void PredictionOfSpansTakesNoMemory(string kind)
    {
        Sequential model = NewModel(kind);
        Predictor predictor = model.ToPredictor();
        foreach (int rows in (ReadOnlySpan<int>)[1, 32, 300])
        {
            float[] input = TestData.Normal([rows * model.InputShapes[0].Size], 1).ToArray(),
                output = new float[rows * model.OutputShapes[0].Size];
            using (new ProcessWide.Threads(1))
                predictor.Predict(input, output);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
                predictor.Predict(input, output);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Theory]
    [InlineData("narrow")]
    [InlineData("wide")]
    [InlineData("normalized")]
    public void EightThreadsGetTheBitsOfOneAlone(string kind)
    {
        Sequential model = NewModel(kind);
        Predictor predictor = model.ToPredictor();
        Tensor[] x = [.. Enumerable.Range(0, 8).Select(i => TestData.Normal(model.InputShapes[0].WithBatch(1 + (37 * i)), i))];
        int[][] alone = [.. x.Select(input => Bits.Of(predictor.Predict(input)))];
        int wrong = 0;
        Thread[] threads = [.. x.Select((input, i) => new Thread(() =>
        {
            for (int repeat = 0; repeat < 10; repeat++)
            {
                if (!Bits.Of(predictor.Predict(input)).SequenceEqual(alone[i]))
                    Interlocked.Increment(ref wrong);
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void RowsOfNamedValuesAreEncoded()
    {
        var encoder = new ColorEncoder(["red", "orange"], [1, 0, 0, 1, 0.5f, 0]);
        var model = new Sequential(encoder, seed: 1).Dense(4, "relu").Dense(3, "softmax");
        var row = new Row { ["color"] = "orange" };
        Close.To(model.Predict(row), model.ToPredictor().Predict(row), Close.Reference, "row");
        Assert.Contains("had no encoders", Assert.Throws<InvalidOperationException>(() =>
            new Sequential(2).Dense(1).ToPredictor().Predict(row)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MemoryIsThatOfPackedKernelsParametersAndIdlePasses()
    {
        Predictor dense = new Sequential(100).Dense(64).ToPredictor();
        Assert.InRange(dense.Memory, 101 * 64 * 4, 101 * 64 * 4 + 256);
        Predictor mixed = new Sequential(100).LayerNormalization().ToPredictor();
        Assert.Equal(200 * 4, mixed.Memory);
        mixed.Predict(new float[100], new float[100]);
        Assert.True(mixed.Memory > 200 * 4);
        Assert.Equal(0, new Sequential(3).Dropout(0.5f).ToPredictor().Memory);
    }

    [Theory]
    [InlineData("narrow")]
    [InlineData("normalized")]
    public void WrongLengthsAreRefused(string kind)
    {
        Predictor predictor = NewModel(kind).ToPredictor();
        int inputs = predictor.InputShapes[0].Size, outputs = predictor.OutputShapes[0].Size;
        Refuse(0, 0, "input", "too few");
        Refuse(inputs - 1, outputs, "input", $"has {inputs} values; the span has {inputs - 1}");
        Refuse((2 * inputs) + 1, 2 * outputs, "input", "no whole number of rows");
        Refuse(2 * inputs, outputs, "output", $"2 rows have {2 * outputs} values; the span has {outputs}");
        Assert.Throws<ArgumentNullException>(() => predictor.Predict((Tensor)null!));
        Assert.Throws<ArgumentException>(() => predictor.Predict(new Tensor([2, inputs + 1])));
        Assert.Throws<ArgumentException>(() => predictor.Predict(new Tensor([0, inputs])));

        void Refuse(int input, int output, string argument, string text)
        {
            var exception = Assert.Throws<ArgumentException>(() => predictor.Predict(new float[input], new float[output]));
            Assert.Equal(argument, exception.ParamName);
            Assert.Contains(text, exception.Message, StringComparison.Ordinal);
        }
    }

    private static Sequential NewModel(string kind) => kind switch
    {
        "flattened" => new Sequential([4, 30], seed: 1).Flatten().Dense(70, "relu").Dense(10, "softmax"),
        "narrow" => new Sequential(4, seed: 1).Dense(16, "tanh").Dropout(0.5f).Dense(5, "gelu").Dense(3, "softmax"),
        "wide" => new Sequential(300, seed: 1).Dense(257, "tanh").Dense(130, "sigmoid").Dense(19),
        _ => new Sequential(20, seed: 1).Dense(30).LayerNormalization().Dense(3),
    };

    /// <summary>Sets the statistics of normalization to values as training leaves them.</summary>
    private static void SetStatistics(Model model)
    {
        foreach (Parameter parameter in model.Parameters.Where(parameter => parameter.ShortName.StartsWith("moving", StringComparison.Ordinal)))
            parameter.SetValue(TestData.Uniform(parameter.Shape, seed: 9, 0.3f, 3));
    }

    private static void Compare(Model model, params Tensor[] x)
    {
        IReadOnlyList<Tensor> expected = model.Predict(x), actual = model.ToPredictor().Predict(x);
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Close.To(expected[i], actual[i], Close.Reference, $"output {i}");
    }
}
