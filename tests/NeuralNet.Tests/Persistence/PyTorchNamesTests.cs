namespace NeuralNet.Tests;

/// <summary>
/// Tests that the message about a file with PyTorch's names contains the required mapping, and that notes name each epsilon that is not
/// PyTorch's.
/// </summary>
public class PyTorchNamesTests
{
    private static readonly byte[] File = new PyTorchNet().File();

    [Fact]
    public void AMappedFileGivesTheResultsOfTheFormulas()
    {
        Sequential model = Net(1e-5f);
        Assert.True(model.LoadWeights(new MemoryStream(File), mapping: Mapping()).IsComplete);
        var net = new PyTorchNet();
        Tensor x = TestData.Normal([20, 4], 5), actual = model.Predict(x);
        for (int row = 0; row < 20; row++)
        {
            double[] expected = net.Forward([.. x.Row(row).ToArray().Select(value => (double)value)]);
            for (int i = 0; i < 3; i++)
                Assert.Equal(expected[i], actual[row, i], 1e-4);
        }
    }

    [Fact]
    public void WithoutAMappingTheMessageHasTheMissingLine()
    {
        Sequential model = Net(1e-5f);
        string message = Assert.Throws<ModelFileException>(() => model.LoadWeights(new MemoryStream(File))).Message;
        Assert.Contains("""mapping: new WeightMapping().AddPyTorch("dense", "0").AddPyTorch("batch_normalization", "1").AddPyTorch("dense_1", "3")""", message, StringComparison.Ordinal);
        Assert.Contains("PyTorch's names", Assert.Single(model.LoadWeights(new MemoryStream(File), strict: false).Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void ModulesAreTriedInTheOrderOfTheirNumbers()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, [new("10.weight", new Tensor([2, 2])), new("9.weight", new Tensor([2, 2])), new("net.fc.weight", new Tensor([1, 2]))]);
        Sequential model = new Sequential(2).Dense(2, useBias: false).Dense(2, useBias: false).Dense(1, useBias: false);
        string message = Assert.Throws<ModelFileException>(() => model.LoadWeights(new MemoryStream(stream.ToArray()))).Message;
        Assert.Contains("""AddPyTorch("dense", "9").AddPyTorch("dense_1", "10").AddPyTorch("dense_2", "net.fc")""", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelOfOtherShapesIsReportedByAnExample()
    {
        Sequential model = new Sequential(5).Dense(7);
        string message = Assert.Throws<ModelFileException>(() => model.LoadWeights(new MemoryStream(File))).Message;
        Assert.Contains(""".AddPyTorch("dense", "0") and so on""", message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingModulesAreReportedToo()
    {
        string message = Assert.Throws<ModelFileException>(
            () => Net(1e-5f).LoadWeights(new MemoryStream(File), mapping: new WeightMapping().AddPyTorch("dense", "0"))).Message;
        Assert.Contains("More tensors of the file have PyTorch's names", message, StringComparison.Ordinal);
    }

    /// <summary>A checkpoint of the weights and their moving averages, of which one is mapped.</summary>
    [Fact]
    public void ACompleteMappingIsNotAdvisedAgain()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, [new("ema.0.weight", new Tensor([2, 3])), new("model.0.weight", new Tensor([2, 3]))]);
        Sequential model = new Sequential(3, seed: 1).Dense(2, useBias: false);
        WeightMapping mapping = new WeightMapping().AddPyTorch("dense", "model.0");
        string message = Assert.Throws<ModelFileException>(
            () => model.LoadWeights(new MemoryStream(stream.ToArray()), mapping: mapping)).Message;
        Assert.DoesNotContain("AddPyTorch", message, StringComparison.Ordinal);
        Assert.Contains("1 parameter matches; in the file only: ema.0.weight. Nothing was changed; every parameter has its tensor, so to load them and leave out the other tensors, pass strict: false", message, StringComparison.Ordinal);
        Assert.NotEqual(0, model.Parameters[0].Value[0, 0]);
        WeightsReport report = model.LoadWeights(new MemoryStream(stream.ToArray()), strict: false, mapping);
        Assert.Empty(report.Notes);
        Assert.Equal(["ema.0.weight"], report.Unexpected);
        Assert.All(model.Parameters[0].Value.ToArray(), value => Assert.Equal(0, value));
    }

    /// <summary>The state dict of a module that is in no other has names without a dot.</summary>
    [Fact]
    public void AModuleWithoutANameIsMapped()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, [new("weight", new float[,] { { 1, 2, 3 } }), new("bias", new float[] { 7 })]);
        Sequential model = new Sequential(3).Dense(1);
        string message = Assert.Throws<ModelFileException>(() => model.LoadWeights(new MemoryStream(stream.ToArray()))).Message;
        Assert.Contains("mapping: new WeightMapping().AddPyTorch(\"dense\", \"\"))", message, StringComparison.Ordinal);
        Assert.True(model.LoadWeights(new MemoryStream(stream.ToArray()), mapping: new WeightMapping().AddPyTorch("dense", "")).IsComplete);
        Assert.Equal(1 + 20 + 300 + 7, model.Predict(new float[,] { { 1, 10, 100 } })[0, 0]);
    }

    /// <summary>The count of batches of a module without a name is ignored as that of another.</summary>
    [Fact]
    public void ABatchNormalizationWithoutANameIsMapped()
    {
        using var stream = new MemoryStream();
        string[] names = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"];
        Safetensors.Write(stream, names.Select(name => KeyValuePair.Create(name, new Tensor(2))));
        Sequential model = new Sequential(2).BatchNormalization(epsilon: 1e-5f);
        WeightMapping mapping = new WeightMapping().AddPyTorch("batch_normalization", "");
        Assert.True(model.LoadWeights(new MemoryStream(stream.ToArray()), mapping: mapping).IsComplete);
    }

    [Fact]
    public void ALayerHasOneModule()
    {
        WeightMapping mapping = new WeightMapping().AddPyTorch("dense", "3");
        var exception = Assert.Throws<ArgumentException>(() => mapping.AddPyTorch("dense", "0"));
        Assert.Equal("layer", exception.ParamName);
        Assert.Contains("has the module '3' for the layer 'dense' already, so it cannot have '0' too", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOfThisLibraryAreNotTakenForPyTorchs()
    {
        using var stream = new MemoryStream();
        new Sequential(2).Dense(2).SaveWeights(stream);
        WeightsReport report = new Sequential(3).Dense(1, name: "other").LoadWeights(new MemoryStream(stream.ToArray()), strict: false);
        Assert.NotEmpty(report.Unexpected);
        Assert.Empty(report.Notes);
    }

    /// <summary>Keras's default is 1e-3 and PyTorch's 1e-5; a file does not contain it.</summary>
    [Fact]
    public void AnEpsilonThatIsNotPyTorchsIsNoted()
    {
        WeightsReport report = Net(1e-3f).LoadWeights(new MemoryStream(File), mapping: Mapping());
        Assert.True(report.IsComplete);
        string note = Assert.Single(report.Notes);
        Assert.Contains("'batch_normalization' adds the epsilon 0.001", note, StringComparison.Ordinal);
        Assert.Contains("epsilon: 1e-5f", note, StringComparison.Ordinal);
        Assert.Contains(note, report.ToString(), StringComparison.Ordinal);
        Assert.Empty(Net(1e-5f).LoadWeights(new MemoryStream(File), mapping: Mapping()).Notes);
    }

    [Fact]
    public void LayerNormalizationIsNotedAsWell()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, [new("norm.weight", new Tensor(3)), new("norm.bias", new Tensor(3))]);
        WeightMapping mapping = new WeightMapping().AddPyTorch("layer_normalization", "norm");
        WeightsReport Load(float epsilon) =>
            new Sequential(3).LayerNormalization(epsilon: epsilon).LoadWeights(new MemoryStream(stream.ToArray()), mapping: mapping);
        Assert.Single(Load(1e-3f).Notes);
        Assert.Empty(Load(1e-5f).Notes);
    }

    private static Sequential Net(float epsilon) =>
        new Sequential(4).Dense(8).BatchNormalization(epsilon: epsilon).Activation("relu").Dense(3);

    private static WeightMapping Mapping() =>
        new WeightMapping().AddPyTorch("dense", "0").AddPyTorch("batch_normalization", "1").AddPyTorch("dense_1", "3");
}
