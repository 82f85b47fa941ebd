namespace NeuralNet.Tests;

/// <summary>Tests of loading weights by name: strict or not, from this library or others, and never in part.</summary>
public class WeightsTests
{
    [Fact]
    public void WeightsGoFromOneModelToAnother()
    {
        Sequential source = New(seed: 1), target = New(seed: 2);
        WeightsReport report = target.LoadWeights(Weights(source));
        Assert.True(report.IsComplete);
        Assert.Equal(["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"], report.Loaded);
        Assert.Equal(Values(source), Values(target));
    }

    [Fact]
    public void AFileOfAWholeModelIsAcceptedWithoutItsOptimizer()
    {
        Sequential source = New(seed: 1), target = New(seed: 2);
        source.Compile("adam", "mse");
        source.Fit(new Tensor([4, 3]), new Tensor([4, 1]), epochs: 1, verbose: Verbosity.Silent);
        Assert.True(target.LoadWeights(new MemoryStream(SafetensorsBytes.Saved(source))).IsComplete);
        Assert.Equal(Values(source), Values(target));
    }

    [Fact]
    public void StrictLoadingRefusesAndChangesNothing()
    {
        Sequential source = new Sequential(3, seed: 1).Dense(4).Dense(2).Dense(1, name: "more"), target = New(seed: 2);
        float[] before = Values(target);
        var exception = Assert.Throws<ModelFileException>(() => target.LoadWeights(Weights(source)));
        Assert.Contains("dense_1/kernel (4, 1) from dense_1/kernel (4, 2)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("in the file only: more/bias, more/kernel", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Values(target));
    }

    [Fact]
    public void LooseLoadingTakesTheMatchesAndReportsTheRest()
    {
        Sequential source = new Sequential(3, seed: 1).Dense(4).Dense(2), target = New(seed: 2).Dense(1, name: "last");
        WeightsReport report = target.LoadWeights(Weights(source), strict: false);
        Assert.False(report.IsComplete);
        Assert.Equal(["dense/kernel", "dense/bias"], report.Loaded);
        Assert.Equal(["last/kernel", "last/bias"], report.Missing);
        Assert.Equal(2, report.Mismatched.Count);
        Assert.Empty(report.Unexpected);
        Assert.Equal(source.Parameters[0].Value.ToArray(), target.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void ADamagedFileChangesNothing()
    {
        Sequential target = New(seed: 2);
        float[] before = Values(target);
        byte[] file = Weights(New(seed: 1)).ToArray();
        file[^1] ^= 1;
        Assert.Contains("checksum", Assert.Throws<ModelFileException>(() => target.LoadWeights(new MemoryStream(file), strict: false)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Values(target));
    }

    [Fact]
    public void PyTorchKernelsAreTransposed()
    {
        // nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 1)): y = W·x + b with W of shape (outputs, inputs).
        using var file = new MemoryStream();
        Safetensors.Write(file, new Dictionary<string, Tensor>
        {
            ["0.weight"] = new float[,] { { 1, 2, 3 }, { -4, 5, -6 } },
            ["0.bias"] = new float[] { 0.5f, 0.25f },
            ["2.weight"] = new float[,] { { 10, 100 } },
            ["2.bias"] = new float[] { 1000 },
        });
        var model = new Sequential(3).Dense(2, "relu").Dense(1);
        file.Position = 0;
        WeightsReport report = model.LoadWeights(file, mapping: new WeightMapping().AddPyTorch("dense", "0").AddPyTorch("dense_1", "2"));
        Assert.True(report.IsComplete);
        Assert.Equal(10 * (1 + 4 + 9 + 0.5f) + 100 * 0 + 1000, model.Predict(new float[,] { { 1, 2, 3 } })[0, 0]);
        Assert.Equal(10 * 2.5f + 100 * 5.25f + 1000, model.Predict(new float[,] { { 0, 1, 0 } })[0, 0]);
    }

    /// <summary>
    /// Weights of Embedding, Linear, BatchNorm1d with its count of batches, and LayerNorm are loaded, half of them from half precision.
    /// </summary>
    [Fact]
    public void EveryModuleOfPyTorchThatALayerIsHasItsNames()
    {
        byte[] file = SafetensorsBytes.Of(
            """
            {"e.weight":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]},"fc.bias":{"dtype":"BF16","shape":[1],"data_offsets":[8,10]},
            "fc.weight":{"dtype":"F16","shape":[1,2],"data_offsets":[10,14]},"bn.weight":{"dtype":"F16","shape":[1],"data_offsets":[14,16]},
            "bn.bias":{"dtype":"F16","shape":[1],"data_offsets":[16,18]},"bn.running_mean":{"dtype":"F16","shape":[1],"data_offsets":[18,20]},
            "bn.running_var":{"dtype":"F16","shape":[1],"data_offsets":[20,22]},"ln.weight":{"dtype":"F16","shape":[1],"data_offsets":[22,24]},
            "ln.bias":{"dtype":"F16","shape":[1],"data_offsets":[24,26]},"bn.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[26,34]}}
            """,
            [
                .. Halves(1, 2, 3, 4), 0x40, 0x40, .. Halves(5, 6), .. Halves(7), .. Halves(8), .. Halves(9), .. Halves(10), .. Halves(11),
                    .. Halves(12),
                .. BitConverter.GetBytes(100L),
            ]);
        var model = new Sequential(3, seed: 1).Embedding(2, 2).Dense(1).BatchNormalization().LayerNormalization();
        WeightMapping mapping = new WeightMapping().AddPyTorch("embedding", "e").AddPyTorch("dense", "fc").AddPyTorch("batch_normalization", "bn")
            .AddPyTorch("layer_normalization", "ln");
        Assert.True(model.LoadWeights(new MemoryStream(file), mapping: mapping).IsComplete);
        Assert.Equal([1, 2, 3, 4, 5, 6, 3, 7, 8, 9, 10, 11, 12], Values(model));
    }

    /// <summary>Strict or not, a file that cannot be read completely changes nothing, and a report lists the rest.</summary>
    [Fact]
    public void ALooseLoadOfSomethingElseLoadsNothing()
    {
        Sequential target = New(seed: 2);
        float[] before = Values(target);
        using var file = new MemoryStream();
        Safetensors.Write(file, [new("fc.weight", new Tensor([4, 3])), new("dense/kernel", new Tensor([4, 3]))]);
        file.Position = 0;
        WeightsReport report = target.LoadWeights(file, strict: false);
        Assert.Empty(report.Loaded);
        Assert.Equal(["dense/bias", "dense_1/kernel", "dense_1/bias"], report.Missing);
        Assert.Equal(["fc.weight"], report.Unexpected);
        Assert.Equal(["dense/kernel (3, 4) from dense/kernel (4, 3)"], report.Mismatched);
        Assert.Equal(
            "0 parameters match; missing in the file: dense/bias, dense_1/kernel, dense_1/bias; of another shape: dense/kernel (3, 4) from dense/kernel (4, 3); in the file only: fc.weight. " + Assert.Single(report.Notes),
            report.ToString());
        Assert.Equal(before, Values(target));
    }

    [Fact]
    public void ParametersCanBeMappedOneByOne()
    {
        using var file = new MemoryStream();
        Safetensors.Write(file, [new("fc.w", new float[,] { { 1, 2, 3 } }), new("offset", new float[] { 7 }), new("other", new float[] { 0 })]);
        var model = new Sequential(3).Dense(1);
        file.Position = 0;
        WeightMapping mapping = new WeightMapping().Add("dense/kernel", "fc.w", transpose: true).Add("dense/bias", "offset");
        WeightsReport report = model.LoadWeights(file, strict: false, mapping);
        Assert.Equal(["other"], report.Unexpected);
        Assert.Equal([1, 2, 3, 7], Values(model));
    }

    [Fact]
    public void AMappingOfAnUnknownParameterIsAnErrorOfTheCaller()
    {
        Sequential model = New(seed: 1);
        Assert.Contains("'dens/kernel'", Assert.Throws<ArgumentException>(() => model.LoadWeights(Weights(model), mapping: new WeightMapping().Add("dens/kernel", "x"))).Message, StringComparison.Ordinal);
        Assert.Contains("'dens'", Assert.Throws<ArgumentException>(() => model.LoadWeights(Weights(model), mapping: new WeightMapping().AddPyTorch("dens", "0"))).Message, StringComparison.Ordinal);
        Assert.Contains("two axes", Assert.Throws<ArgumentException>(() => model.LoadWeights(Weights(model), mapping: new WeightMapping().Add("dense/bias", "x", transpose: true))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsOnDiskAreReadFromAMappedFile()
    {
        string path = Path.GetTempFileName();
        Sequential source = New(seed: 1), target = New(seed: 2);
        source.SaveWeights(path);
        target.LoadWeights(path);
        target.SaveWeights(path);
        Assert.Equal(Values(source), Values(target));
        File.Delete(path);
    }

    private static Sequential New(int seed) => new Sequential(3, seed).Dense(4, biasInitializer: "random_normal").Dense(1);

    private static MemoryStream Weights(Model model)
    {
        var stream = new MemoryStream();
        model.SaveWeights(stream);
        stream.Position = 0;
        return stream;
    }

    private static IEnumerable<byte> Halves(params float[] values) => values.SelectMany(value => BitConverter.GetBytes((Half)value));

    private static float[] Values(Model model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
}
