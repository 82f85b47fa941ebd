namespace NeuralNet.Explainability.Tests;

public class ShapleyTests
{
    private static readonly Tensor Background = Examples.Rows(7, 4, seed: 4);
    private static readonly Tensor Row = new float[] { 1, -2, 0.5f, 3 };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Fact]
    public void ExactShapleyIsTheMeanOverAllOrders()
    {
        Func<Tensor, Tensor> predict = Examples.Classifier("tanh").Predict;
        Examples.AssertClose(
            Examples.ShapleyByPermutations(predict, Background, Row, output: 1),
            new ExactShapley(predict, Background).Explain(Row, output: 1).Values, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void EveryCoalitionGivesTheExactValues(int seed)
    {
        Func<Tensor, Tensor> predict = Examples.Classifier("relu", inputs: 6, seed).Predict;
        Tensor background = Examples.Rows(5, 6, seed + 100), row = Examples.Row(Examples.Rows(1, 6, seed + 200), 0);
        Attribution exact = new ExactShapley(predict, background).Explain(row, output: 2);
        Attribution kernel = new KernelShap(predict, background).Explain(row, output: 2);
        Examples.AssertClose(exact.Values, kernel.Values, 1e-6);
        Assert.Equal(exact.BaseValue!.Value, kernel.BaseValue!.Value, 1e-12);
        Assert.All(kernel.StandardErrors!, error => Assert.Equal(0, error));
    }

    [Fact]
    public void ElevenFeaturesAreTakenExactlyByDefault()
    {
        Func<Tensor, Tensor> predict = Examples.Classifier("tanh", inputs: 11).Predict;
        Tensor background = Examples.Rows(2, 11, 1), row = Examples.Row(Examples.Rows(1, 11, 2), 0);
        Examples.AssertClose(
            new ExactShapley(predict, background).Explain(row).Values, new KernelShap(predict, background).Explain(row).Values, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Efficiency(int seed)
    {
        Func<Tensor, Tensor> predict = Examples.Classifier("relu", inputs: 14, seed).Predict;
        Tensor background = Examples.Rows(5, 14, seed + 100), row = Examples.Row(Examples.Rows(1, 14, seed + 200), 0);
        Assert.Equal(0, new ExactShapley(predict, background).Explain(row).Residual!.Value, 1e-6);
        Assert.Equal(0, new KernelShap(predict, background, samples: 200).Explain(row, seed: seed).Residual!.Value, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Symmetry(int seed)
    {
        // The function and the background treat columns 0 and 1 alike, and so does the row.
        Func<Tensor, Tensor> predict = Examples.Function(x => Math.Tanh(x[0] * x[1]) + x[0] + x[1] + x[2] * x[3]);
        Tensor background = Examples.Rows(4, 4, seed);
        for (int i = 0; i < 4; i++)
            background[i, 1] = background[i, 0];
        Tensor row = Examples.Row(Examples.Rows(1, 4, seed + 50), 0);
        row[1] = row[0];
        foreach (PredictionExplainer explainer in Both(predict, background))
        {
            Attribution attribution = explainer.Explain(row);
            Assert.Equal(attribution.Values[0], attribution.Values[1], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Dummy(int seed)
    {
        Func<Tensor, Tensor> predict = Examples.Function(x => Math.Sin(x[0]) * x[1] + x[3]);
        Tensor row = Examples.Row(Examples.Rows(1, 4, seed), 0);
        foreach (PredictionExplainer explainer in Both(predict, Background))
            Assert.Equal(0, explainer.Explain(row).Values[2], 1e-7);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Linearity(int seed)
    {
        Func<float[], double> f = x => Math.Sin(x[0]) * x[1], g = x => x[1] * x[2] - Math.Exp(0.2 * x[3]);
        Tensor row = Examples.Row(Examples.Rows(1, 4, seed), 0);
        foreach (Func<Func<Tensor, Tensor>, PredictionExplainer> make in new Func<Func<Tensor, Tensor>, PredictionExplainer>[]
            { predict => new ExactShapley(predict, Background), predict => new KernelShap(predict, Background) })
        {
            Attribution ofF = make(Examples.Function(f)).Explain(row), ofG = make(Examples.Function(g)).Explain(row);
            Attribution ofBoth = make(Examples.Function(x => 2 * f(x) - 3 * g(x))).Explain(row);
            Examples.AssertClose([.. ofF.Values.Zip(ofG.Values, (a, b) => 2 * a - 3 * b)], ofBoth.Values, 2e-6);
        }
    }

    [Fact]
    public void OfALinearModelIsWeightTimesDistanceFromTheMean()
    {
        double[] expected =
            [.. Enumerable.Range(0, 4)
                .Select(i => Examples.Weights[i] * (Row[i] - Enumerable.Range(0, 7).Average(row => (double)Background[row, i])))];
        foreach (PredictionExplainer explainer in Both(Examples.Linear().Predict, Background))
            Examples.AssertClose(expected, explainer.Explain(Row).Values, 1e-5);
    }

    [Fact]
    public void ASampleIsWithinItsStandardError()
    {
        // Over many seeds the errors, in units of the stated ones, have a standard deviation of about 1.
        Func<Tensor, Tensor> predict = Examples.Classifier("tanh", inputs: 13).Predict;
        Tensor background = Examples.Rows(3, 13, 1), row = Examples.Row(Examples.Rows(1, 13, 2), 0);
        IReadOnlyList<double> exact = new ExactShapley(predict, background).Explain(row).Values;
        var sample = new KernelShap(predict, background, samples: 400);
        double squares = 0, maximum = 0;
        const int runs = 60;
        for (int seed = 0; seed < runs; seed++)
        {
            Attribution attribution = sample.Explain(row, seed: seed);
            for (int i = 0; i < 13; i++)
            {
                double error = (attribution.Values[i] - exact[i]) / attribution.StandardErrors![i];
                squares += error * error / (13 * runs);
                maximum = Math.Max(maximum, Math.Abs(error));
            }
        }

        Assert.InRange(Math.Sqrt(squares), 0.8, 1.25);
        Assert.InRange(maximum, 2, 6);
    }

    [Fact]
    public void AModelThatIsAdditiveIsFoundExactlyFromASample()
    {
        Func<Tensor, Tensor> predict = Examples.Function(x => x.Select((value, i) => Math.Sin((i + 1) * value)).Sum());
        Tensor background = Examples.Rows(4, 30, 1), row = Examples.Row(Examples.Rows(1, 30, 2), 0);
        Attribution attribution = new KernelShap(predict, background, samples: 200).Explain(row, seed: 4);
        double[] expected =
            [.. Enumerable.Range(0, 30)
                .Select(i => Math.Sin((i + 1) * row[i]) - Enumerable.Range(0, 4).Average(k => Math.Sin((i + 1) * background[k, i])))];
        Examples.AssertClose(expected, attribution.Values, 1e-5);
        Assert.All(attribution.StandardErrors!, error => Assert.InRange(error, 0, 1e-5));
    }

    /// <summary>
    /// The mean of ((value − true value)/standard error)² is near 1, above all where there are not many pairs for each value.
    /// </summary>
    [Theory]
    [InlineData(40, null)]
    [InlineData(40, 80 + 2 * 160)]
    [InlineData(150, null)]
    public void StandardErrorsAreAsLargeAsTheErrors(int players, int? samples)
    {
        var random = new RandomStream(7);
        // The next two of three are farther on, by less than once around.
        (int A, int B, int C, double Weight)[] products = [.. Enumerable.Range(0, 3 * players).Select(i => (
            i % players, (i + 1 + random.NextInt32(players / 2)) % players, (i + players - 1 - random.NextInt32(players / 3)) % players,
            random.NextNormal()))];
        Tensor row = Examples.Rows(1, players, seed: 3), background = new([1, players]);
        Func<Tensor, Tensor> predict = Examples.Function(x =>
            products.Sum(product => product.Weight * x[product.A] * x[product.B] * x[product.C]));
        double[] expected = new double[players];
        foreach ((int a, int b, int c, double weight) in products)
        {
            foreach (int i in new[] { a, b, c })
                expected[i] += weight * row[0, a] * row[0, b] * row[0, c] / 3;
        }

        double sum = 0;
        for (int seed = 0; seed < 5; seed++)
        {
            Attribution attribution = new KernelShap(predict, background, samples).Explain(row, seed: seed);
            for (int i = 0; i < players; i++)
                sum += Math.Pow((attribution.Values[i] - expected[i]) / attribution.StandardErrors![i], 2);
        }

        Assert.InRange(sum / (5 * players), 0.5, 1.4);
    }

    [Fact]
    public void WithFewerThanTwoPairsForEachFeatureThereAreNoStandardErrors()
    {
        Tensor row = Examples.Rows(1, 30, seed: 3), background = new([1, 30]);
        Func<Tensor, Tensor> predict = Examples.Function(x => x[0] * x[1]);
        Assert.Null(new KernelShap(predict, background, samples: 60 + 2 * 59).Explain(row).StandardErrors);
        Assert.NotNull(new KernelShap(predict, background, samples: 60 + 2 * 60).Explain(row).StandardErrors);
    }

    [Fact]
    public void HundredsOfPlayersOfAnAdditiveGameAreExact()
    {
        // As many pairs as players make equations that are near to singular, where single precision alone ends too soon.
        const int players = 784;
        Tensor row = Examples.Rows(1, players, seed: 5), background = Examples.Rows(1, players, seed: 6);
        Func<Tensor, Tensor> predict = Examples.Function(x => Enumerable.Range(0, players).Sum(i => Math.Sin(i) * x[i]));
        Attribution attribution = new KernelShap(predict, background).Explain(row);
        for (int i = 0; i < players; i++)
            Assert.Equal(Math.Sin(i) * ((double)row[0, i] - background[0, i]), attribution.Values[i], 2e-5);
    }

    [Fact]
    public void AGroupPlaysAsOne()
    {
        Func<Tensor, Tensor> predict = Examples.Classifier("tanh").Predict;
        Features grouped = Features.Of(4).Group("pair", 1, 2);
        double none = Examples.Worth(predict, Background, Row, _ => false, 0);
        double pair = Examples.Worth(predict, Background, Row, i => i is 1 or 2, 0);
        double zero = Examples.Worth(predict, Background, Row, i => i == 0, 0);
        double three = Examples.Worth(predict, Background, Row, i => i == 3, 0);
        double zeroPair = Examples.Worth(predict, Background, Row, i => i < 3, 0);
        double pairThree = Examples.Worth(predict, Background, Row, i => i > 0, 0);
        double zeroThree = Examples.Worth(predict, Background, Row, i => i is 0 or 3, 0);
        double all = Examples.Worth(predict, Background, Row, _ => true, 0);
        double expected = (pair - none) / 3 + (zeroPair - zero + pairThree - three) / 6 + (all - zeroThree) / 3;
        Assert.Equal(expected, new ExactShapley(predict, Background, grouped).Explain(Row)["pair"], 1e-6);
        Assert.Equal(expected, new KernelShap(predict, Background, features: grouped).Explain(Row)["pair"], 1e-6);
    }

    [Fact]
    public void AFeatureEqualToTheWholeBackgroundHasTheValueZero()
    {
        Tensor background = Background.Clone();
        for (int i = 0; i < 7; i++)
            background[i, 2] = Row[2];
        foreach (PredictionExplainer explainer in Both(Examples.Classifier("tanh").Predict, background))
            Assert.Equal(0, explainer.Explain(Row).Values[2]);
        Tensor same = new float[,] { { 1, -2, 0.5f, 3 } };
        foreach (PredictionExplainer explainer in Both(Examples.Classifier("tanh").Predict, same))
            Assert.All(explainer.Explain(Row).Values, value => Assert.Equal(0, value));
        same[0, 1] = 5;
        foreach (PredictionExplainer explainer in Both(Examples.Classifier("tanh").Predict, same))
            Assert.Equal(
                explainer.Explain(Row).Prediction - explainer.Explain(Row).BaseValue!.Value, explainer.Explain(Row).Values[1], 1e-6);
    }

    [Fact]
    public void RowsOfAnyRankAreTaken()
    {
        Model model = new Sequential([2, 3], seed: 1).Flatten().Dense(2, "softmax");
        Tensor background = Examples.Rows(4, 6, seed: 1).Reshape([4, 2, 3]), row = Examples.Rows(2, 3, seed: 2);
        Assert.Equal([2, 3], new ExactShapley(model.Predict, background).Explain(row, output: 1).ToTensor().Shape);
        Assert.Equal(
            new KernelShap(model.Predict, background).Explain(row).Values,
            new KernelShap(model.Predict, background).Explain(row.Reshape([1, 2, 3])).Values);
    }

    private static PredictionExplainer[] Both(Func<Tensor, Tensor> predict, Tensor background) =>
        [new ExactShapley(predict, background), new KernelShap(predict, background)];
}
