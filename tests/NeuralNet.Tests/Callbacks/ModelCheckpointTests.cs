namespace NeuralNet.Tests;

public sealed class ModelCheckpointTests : IDisposable
{
    private static readonly Tensor X = TestData.Normal([8, 2], 1), Y = TestData.Normal([8, 1], 2);

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void EveryEpochHasItsFile()
    {
        var fit = new ScriptedFit(0.5, 1.26);
        fit.Run(new ModelCheckpoint(At("{epoch:02d}-{score:.1f}")));
        Assert.Equal(["01-0.5", "02-1.3"], Files());
        Assert.Equal(Bits.Of(fit.Model), Bits.Of(Model.Load(At("02-1.3"))));
        Assert.NotEqual(Bits.Of(fit.Model), Bits.Of(Model.Load(At("01-0.5"))));
    }

    [Theory]
    [InlineData(MonitorMode.Max, null, "1", "2", "4")]
    [InlineData(MonitorMode.Min, null, "1", "5")]
    [InlineData(MonitorMode.Max, 2.0, "2", "4")]
    [InlineData(MonitorMode.Min, 0.0)]
    public void OnlyTheBestAreSaved(MonitorMode mode, double? threshold, params string[] expected)
    {
        new ScriptedFit(1, 3, 2, 4, 0.5).Run(new ModelCheckpoint(At("{epoch}"), "score", saveBestOnly: true, mode: mode, initialValueThreshold: threshold));
        Assert.Equal(expected, Files());
    }

    [Fact]
    public void TheBestIsRememberedFromOneFitToTheNext()
    {
        var checkpoint = new ModelCheckpoint(At("{score}"), "score", saveBestOnly: true, mode: MonitorMode.Max);
        new ScriptedFit(1, 3).Run(checkpoint);
        new ScriptedFit(2, 5).Run(checkpoint);
        Assert.Equal(["1", "3", "5"], Files());
    }

    [Fact]
    public void AFigureThatIsNotReportedIsSaidAndTheModelSaved()
    {
        var fit = new ScriptedFit(1, 2) { Verbose = Verbosity.OneLinePerEpoch };
        fit.Run(new ModelCheckpoint(At("{epoch}"), "points", saveBestOnly: true, mode: MonitorMode.Max));
        Assert.Equal(["1", "2"], Files());
        string warning = Assert.Single(fit.Warnings);
        Assert.StartsWith("Warning: 'points' is watched but was not reported; there are loss, score. ", warning, StringComparison.Ordinal);
        Assert.EndsWith("so it saves the model each time.", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void WhichWayAnUnknownFigureIsBetterMustBeSaid()
    {
        Assert.Contains("'score'", Assert.Throws<ArgumentException>(
            () => new ScriptedFit(1).Run(new ModelCheckpoint(At("x"), "score", saveBestOnly: true))).Message, StringComparison.Ordinal);
        new ScriptedFit(1).Run(new ModelCheckpoint(At("x"), "score"));
        Assert.Equal(["x"], Files());
    }

    [Fact]
    public void ItReportsItsActions()
    {
        var fit = new ScriptedFit(1, 0.5, 2);
        fit.Run(new ModelCheckpoint(At("m"), "score", verbose: true, saveBestOnly: true, mode: MonitorMode.Max));
        Assert.Equal(
            $"Epoch 1: score improved from None to 1.00000, saving model to {At("m")}\nEpoch 2: score did not improve from 1.00000\n"
            + $"Epoch 3: score improved from 1.00000 to 2.00000, saving model to {At("m")}\n", fit.Output.ToString());
    }

    [Fact]
    public void BatchesAreCountedOnFromEpochToEpoch()
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile("sgd", "mse");
        model.Fit(
            TestData.Normal([10, 2], 1), TestData.Normal([10, 1], 2), batchSize: 2, epochs: 2, verbose: Verbosity.Silent,
            callbacks: [new ModelCheckpoint(At("{epoch}-{batch}"), saveFreq: 2)]);
        Assert.Equal(["1-2", "1-4", "2-1", "2-3", "2-5"], Files());
        Assert.Equal(Bits.Of(model), Bits.Of(Model.Load(At("2-5"))));
    }

    [Fact]
    public void WeightsAloneAreForLoadWeights()
    {
        var fit = new ScriptedFit(1);
        fit.Run(new ModelCheckpoint(At("w"), saveWeightsOnly: true));
        Assert.Throws<ModelFileException>(() => Model.Load(At("w")));
        Sequential other = new Sequential(1, seed: 2).Dense(1);
        Assert.True(other.LoadWeights(At("w")).IsComplete);
        Assert.Equal(Bits.Of(fit.Model), Bits.Of(other));
    }

    [Fact]
    public void AWholeModelContinuesLikeTheTraining()
    {
        Tensor x = TestData.Normal([20, 2], 1), y = TestData.Normal([20, 1], 2);
        var model = new Sequential(2, seed: 3).Dense(4, "tanh").Dropout(0.5f).Dense(1);
        model.Compile("adam", "mse");
        model.Fit(x, y, batchSize: 6, epochs: 4, verbose: Verbosity.Silent, callbacks: [new ModelCheckpoint(At("{epoch}"))]);
        Model again = Model.Load(At("2"));
        again.Fit(x, y, batchSize: 6, epochs: 4, initialEpoch: 2, verbose: Verbosity.Silent);
        Assert.Equal(SafetensorsBytes.Saved(model), SafetensorsBytes.Saved(again));
    }

    [Fact]
    public void MissingFoldersAreMade()
    {
        new ScriptedFit(1).Run(new ModelCheckpoint(At(Path.Combine("a", "{epoch}", "m"))));
        Assert.True(File.Exists(At(Path.Combine("a", "1", "m"))));
    }

    /// <summary>The figure "score" comes from a callback, which might have reported others as well.</summary>
    [Fact]
    public void ANameThatACallbackMightHaveAddedEndsTheTrainingAtTheFirstSave()
    {
        var error = Assert.Throws<ArgumentException>(() => new ScriptedFit(1).Run(new ModelCheckpoint(At("{points:.2f}"))));
        Assert.Contains("'points'", error.Message, StringComparison.Ordinal);
        Assert.Contains("epoch, loss, score", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{epok}.safetensors", "'epok'", "epoch, loss, mae")]
    [InlineData("{epoch:02d}-{val_loss:.2f}", "'val_loss'", "epoch, loss, mae", "validation")]
    [InlineData("{accuracy:.2f}", "'accuracy'", "epoch, loss, mae")]
    public void AnUnknownNameIsSaidBeforeTheFirstEpoch(string template, params string[] said)
    {
        (Sequential model, int[] before) = Compiled();
        var error = Assert.Throws<ArgumentException>(() => Fit(model, new TerminateOnNaN(), new ModelCheckpoint(At(template))));
        Assert.All([.. said, template], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.Equal(before, Bits.Of(model));
    }

    [Fact]
    public void WithinAnEpochThereAreNoFiguresOfTheValidation()
    {
        (Sequential model, int[] before) = Compiled();
        var checkpoint = new ModelCheckpoint(At("{batch}-{val_loss}"), saveFreq: 1);
        var error = Assert.Throws<ArgumentException>(() => Fit(model, [checkpoint], validationFreq: 1));
        Assert.Contains("'val_loss'", error.Message, StringComparison.Ordinal);
        Assert.Contains("epoch, batch, loss, mae", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits.Of(model));
    }

    [Fact]
    public void FiguresThatOnlySomeEpochsHaveAreRefusedUnlessTheOthersAreNotSaved()
    {
        (Sequential model, int[] before) = Compiled();
        Assert.Throws<ArgumentException>(() => Fit(model, [new ModelCheckpoint(At("{epoch}-{val_mae:.0f}"))], validationFreq: 2));
        Assert.Equal(before, Bits.Of(model));
        Fit(model, [new ModelCheckpoint(At("{epoch}-{val_mae:.0f}"), "val_loss", saveBestOnly: true)], validationFreq: 2);
        Assert.All(Files(), file => Assert.StartsWith("2-", file, StringComparison.Ordinal));
        Assert.Single(Files());
    }

    [Fact]
    public void TheLearningRateIsKnownAfterTheCallbackThatReportsIt()
    {
        (Sequential model, _) = Compiled();
        var scheduler = new LearningRateScheduler((_, rate) => rate);
        Assert.Throws<ArgumentException>(() => Fit(model, new ModelCheckpoint(At("{learning_rate}")), scheduler));
        Fit(model, scheduler, new ModelCheckpoint(At("{learning_rate:.2f}")));
        Assert.Equal(["0.01"], Files());
    }

    [Fact]
    public void ABatchIsKnownOnlyWhereBatchesAreSaved() => Assert.Equal(
        "filepath", Assert.Throws<ArgumentException>(() => new ModelCheckpoint("{epoch}-{batch}")).ParamName);

    /// <summary>An epoch without validation is neither better nor worse, and causes no warning.</summary>
    [Fact]
    public void EpochsWithoutAValidationAreNotAmongTheBest()
    {
        (Sequential model, _) = Compiled();
        var output = new StringWriter();
        Fit(model, [new ModelCheckpoint(At("{epoch}"), saveBestOnly: true)], validationFreq: 2, epochs: 5, output);
        Assert.DoesNotContain("Warning", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(["2", "4"], Files());
    }

    [Fact]
    public void FrequenciesAreWordsOrPositiveNumbers()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelCheckpoint("x", saveFreq: 0));
        Assert.Contains("\"epoch\"", Assert.Throws<ArgumentException>(() => new ModelCheckpoint("x", saveFreq: "batch")).Message, StringComparison.Ordinal);
        SaveFrequency epoch = "epoch", five = 5;
        Assert.Equal(SaveFrequency.Epoch, epoch);
        Assert.Equal(SaveFrequency.EveryBatches(5), five);
        Assert.Equal("every 5 batches", five.ToString());
    }

    /// <summary>Returns a model that improves in every epoch.</summary>
    private static (Sequential Model, int[] Bits) Compiled()
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(0.01f), "mse", "mae");
        return (model, Bits.Of(model));
    }

    private static void Fit(Sequential model, params Callback[] callbacks) =>
        model.Fit(X, Y, epochs: 2, verbose: Verbosity.Silent, callbacks: callbacks);

    private static void Fit(Sequential model, Callback[] callbacks, int validationFreq, int epochs = 2, TextWriter? output = null) =>
        model.Fit(
        X, Y, epochs: epochs, callbacks: callbacks, validationData: (X, Y), validationFreq: validationFreq, output: output
            ?? TextWriter.Null);

    private string At(string name) => Path.Combine(folder, name);

    private string[] Files() => [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
