namespace NeuralNet.Tests;

/// <summary>Tests that the seed determines weights, shuffling and dropout, bit by bit, for any number of threads.</summary>
[Collection(ProcessWide.Name)]
public class DeterminismTests
{
    [Fact]
    public void SameSeedGivesTheSameWeights()
    {
        Assert.Equal(Bits.Of(Small(seed: 7)), Bits.Of(Small(seed: 7)));
        Assert.NotEqual(Bits.Of(Small(seed: 7)), Bits.Of(Small(seed: 8)));
    }

    [Fact]
    public void SameSeedGivesTheSameTraining()
    {
        int[] first = Train(Small(seed: 7), out double[] losses);
        Assert.Equal(first, Train(Small(seed: 7), out double[] lossesAgain));
        Assert.Equal(losses, lossesAgain);
        Assert.NotEqual(first, Train(Small(seed: 8), out _));
    }

    [Fact]
    public void DrawnSeedRepeatsTheRun()
    {
        Sequential drawn = Small(seed: null);
        Sequential again = Small(drawn.Seed);
        Assert.Equal(Bits.Of(drawn), Bits.Of(again));
        Assert.Equal(Train(drawn, out _), Train(again, out _));
        Assert.NotEqual(drawn.Seed, Small(seed: null).Seed);
    }

    [Fact]
    public void ShufflingAndDropoutDependOnTheSeedAlone()
    {
        int[] plain = Train(Small(seed: 7), out _);
        Assert.NotEqual(plain, Train(Small(seed: 7), out _, shuffle: false));
        Sequential sameWeights = Small(seed: 8);
        Sequential source = Small(seed: 7);
        for (int i = 0; i < source.Parameters.Count; i++)
            sameWeights.Parameters[i].SetValue(source.Parameters[i].Value);
        Assert.NotEqual(plain, Train(sameWeights, out _));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void AnyNumberOfThreadsGivesTheSameBits(int threads)
    {
        Assert.Equal(TrainLarge(1), TrainLarge(threads));
    }

    [Fact]
    public void FunctionalModelsTakeTheSeedOfTheirInput()
    {
        Assert.Equal(Train(Functional(3), out _), Train(Functional(3), out _));
        Assert.NotEqual(Train(Functional(3), out _), Train(Functional(4), out _));
        Assert.Equal(3, Functional(3).Seed);
    }

    [Fact]
    public void ModelsOfTwoInputsAreFixedByOneSeed()
    {
        Model first = TwoInputs(5), second = TwoInputs(5), other = TwoInputs(6);
        Assert.Equal(Bits.Of(first), Bits.Of(second));
        Assert.NotEqual(Bits.Of(first), Bits.Of(other));
        Tensor[] x = [TestData.Normal([9, 2], 1), TestData.Normal([9, 3], 2)];
        Assert.Equal(Bits.Of(first.Predict(x)[0]), Bits.Of(second.Predict(x)[0]));
    }

    [Fact]
    public void LayersOfOneShapeStartWithDifferentWeights()
    {
        var model = new Sequential(4, seed: 1).Dense(4).Dense(4);
        Assert.NotEqual(Bits.Of(model.Parameters[0].Value), Bits.Of(model.Parameters[2].Value));
    }

    [Fact]
    public void SequentialAndFunctionalModelsOfOneSeedStartAlike()
    {
        var input = new Input(4, seed: 11);
        var functional = new Model(input, input.Dense(3, "tanh").Dense(2));
        Assert.Equal(Bits.Of(new Sequential(4, seed: 11).Dense(3, "tanh").Dense(2)), Bits.Of(functional));
    }

    private static Sequential Small(int? seed) =>
        new Sequential(6, seed).Dense(12, "relu").Dropout(0.3f).Dense(8, "tanh").Dropout(0.2f).Dense(1, "sigmoid");

    private static Model Functional(int seed)
    {
        var input = new Input(6, seed);
        Node hidden = input.Dense(5, "relu").Dropout(0.4f);
        return new Model(input, hidden.Concatenate(input).Dense(1, "sigmoid"));
    }

    private static Model TwoInputs(int seed)
    {
        Input left = new(2, seed, name: "left"), right = new(3, name: "right");
        return new Model([left, right], [left.Dense(4, "relu").Concatenate(right).Dense(2)]);
    }

    private static int[] Train(Model model, out double[] losses, bool shuffle = true)
    {
        model.Compile("adam", "bce", "accuracy");
        History history = model.Fit(
            TestData.Normal([70, 6], 1), TestData.Integers([70, 1], 2, 2), batchSize: 16, epochs: 4, verbose: Verbosity.Silent,
                shuffle: shuffle);
        losses = [.. history["loss"]];
        return Bits.Of(model);
    }

    private static int[] TrainLarge(int threadCount)
    {
        using var threads = new ProcessWide.Threads(threadCount);
        var model = new Sequential(300, seed: 2).Dense(520, "relu").Dropout(0.5f).Dense(260, "relu").Dense(10, "softmax");
        model.Compile("adam", "categorical_crossentropy", "accuracy");
        model.Fit(TestData.Normal([330, 300], 1), TestData.OneHot(330, 10, 2), batchSize: 128, epochs: 2, verbose: Verbosity.Silent);
        return [.. Bits.Of(model), .. Bits.Of(model.Predict(TestData.Normal([330, 300], 3)))];
    }
}
