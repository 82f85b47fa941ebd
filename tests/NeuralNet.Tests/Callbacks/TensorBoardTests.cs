using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

public sealed class TensorBoardTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("neuralnet-tensorboard-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ChecksAreThoseOfTheFormatsDescriptions()
    {
        Assert.Equal(0x8a9136aau, EventReader.Crc32C(new byte[32]));
        Assert.Equal(0x5794d08au, EventFile.MaskedChecksum("\u001a\u0011CRC test, one two"u8));
    }

    [Fact]
    public void FiguresOfEpochsGoToTwoRuns()
    {
        double before = SecondsSince1970();
        History history = Fit(new TensorBoard(folder));
        double after = SecondsSince1970();
        List<EventReader.Entry> train = Read("train"), validation = Read("validation");
        Assert.Equal("brain.Event:2", train[0].Version);
        Assert.Equal(["epoch_learning_rate", "epoch_loss", "epoch_mae"], Tags(train));
        Assert.Equal(["epoch_loss", "epoch_mae", "evaluation_loss_vs_iterations", "evaluation_mae_vs_iterations"], Tags(validation));
        Assert.Equal(Series(history, "loss"), Of(train, "epoch_loss"));
        Assert.Equal(Series(history, "mae"), Of(train, "epoch_mae"));
        Assert.Equal(Series(history, "val_loss"), Of(validation, "epoch_loss"));
        Assert.Equal([(0, 0.25f), (1, 0.25f), (2, 0.25f)], Of(train, "epoch_learning_rate"));
        Assert.Equal([4L, 8, 12], Of(validation, "evaluation_loss_vs_iterations").Select(point => point.Step));
        Assert.All(train, entry => Assert.InRange(entry.WallTime, before, after));

        static double SecondsSince1970() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
    }

    [Fact]
    public void FiguresOfBatchesComeEverySoManySteps()
    {
        Fit(new TensorBoard(folder, updateFreq: 3));
        Assert.Equal([3L, 6, 9, 12], Of(Read("train"), "batch_loss").Select(point => point.Step));
        Assert.Equal([3L, 6, 9, 12], Of(Read("train"), "batch_mae").Select(point => point.Step));
    }

    [Fact]
    public void StepsContinueInTheNextTraining()
    {
        Model model = NewModel();
        Fit(new TensorBoard(folder, updateFreq: 4), model);
        Fit(new TensorBoard(Path.Combine(folder, "later"), updateFreq: 4), model);
        Assert.Equal([16L, 20, 24], Of(Read(Path.Combine("later", "train")), "batch_loss").Select(point => point.Step));
    }

    [Fact]
    public void HistogramsCountTheWeights()
    {
        Model model = NewModel();
        Fit(new TensorBoard(folder, histogramFreq: 2), model);
        EventReader.Entry[] histograms = [.. Read("train").Where(entry => entry.Histogram is not null)];
        string[] tags = ["dense/kernel/histogram", "dense/bias/histogram"];
        Assert.Equal([.. tags, .. tags], histograms.Select(entry => entry.Tag));
        Assert.Equal([0L, 0, 2, 2], histograms.Select(entry => entry.Step));

        float[] weights = model.Parameters[0].Value.ToArray();
        Dictionary<int, byte[]> histogram = histograms[2].Histogram!;
        double[] limits = EventReader.Doubles(histogram[6]), counts = EventReader.Doubles(histogram[7]);
        Assert.Equal(weights.Min(), BitConverter.ToDouble(histogram[1]));
        Assert.Equal(weights.Max(), BitConverter.ToDouble(histogram[2]));
        Assert.Equal(weights.Length, BitConverter.ToDouble(histogram[3]));
        Close.To(weights.Sum(weight => (double)weight), BitConverter.ToDouble(histogram[4]), 1e-9, "the sum");
        Close.To(weights.Sum(weight => (double)weight * weight), BitConverter.ToDouble(histogram[5]), 1e-9, "the sum of squares");
        Assert.Equal(30, limits.Length);
        Assert.Equal(weights.Length, counts.Sum());
        Assert.Equal(limits.Order(), limits);
        for (int i = 0; i < limits.Length; i++)
        {
            int min = weights.Count(weight => weight < limits[i] - 1e-6), max = weights.Count(weight => weight <= limits[i] + 1e-6);
            Assert.InRange(counts.Take(i + 1).Sum(), min, max);
        }
    }

    [Fact]
    public void EqualWeightsAreOneRange()
    {
        var histogram = new WeightHistogram([2, 2, float.NaN, 2]);
        Assert.True(histogram.ToMessage().Bytes.IndexOf(BitConverter.GetBytes(3.0)) > 0, "Three values were counted.");
        Assert.Equal(5 * 9 + 2 * 10, histogram.ToMessage().Bytes.Length);
    }

    [Fact]
    public void EachTrainingHasFilesOfItsOwn()
    {
        var callback = new TensorBoard(folder);
        Fit(callback);
        Fit(callback);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(folder, "train")).Length);
        Assert.All(
            Directory.GetFiles(Path.Combine(folder, "train")),
            file => Assert.Matches(@"^events\.out\.tfevents\.\d{10}\..+\.\d+\.\d+$", Path.GetFileName(file)));
    }

    [Fact]
    public void WrittenEventsRemainWhenTrainingFails()
    {
        Assert.Throws<IOException>(() => Fit(new TensorBoard(folder), callbacks: new LambdaCallback(onEpochBegin: run =>
        {
            if (run.Epoch == 2)
                throw new IOException();
        })));
        Assert.Equal(2, Of(Read("train"), "epoch_loss").Count());
    }

    [Fact]
    public void BadSettingsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new TensorBoard(""));
        Assert.Throws<ArgumentOutOfRangeException>("histogramFreq", () => new TensorBoard(histogramFreq: -1));
        Assert.Throws<ArgumentOutOfRangeException>("updateFreq", () => new TensorBoard(updateFreq: 0));
    }

    [PythonFact("tensorboard")]
    [Trait("Category", "Slow")]
    public void TensorBoardsOwnReaderReadsTheSame()
    {
        History history = Fit(new TensorBoard(folder, histogramFreq: 1));
        string script = Path.Combine(AppContext.BaseDirectory, "Tools", "read_events.py");
        string output = ChildProcess.Run(ExternalTools.PythonWith("tensorboard")!, script, Path.Combine(folder, "train"));
        JsonNode read = JsonNode.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..])!;
        JsonArray losses = read["scalars"]!["epoch_loss"]!.AsArray();
        Assert.Equal(history["loss"].Select(loss => (float)loss), losses.Select(point => point![1]!.GetValue<float>()));
        Assert.Equal(3, read["histograms"]!["dense/kernel/histogram"]!.AsArray().Count);
    }

    private static Sequential NewModel()
    {
        Sequential model = new Sequential(8, seed: 4).Dense(16);
        model.Compile(new SGD(0.25f), "mse", "mae");
        return model;
    }

    /// <summary>Runs three epochs of four batches.</summary>
    private static History Fit(TensorBoard tensorBoard, Model? model = null, params Callback[] callbacks) => (model ?? NewModel()).Fit(
        TestData.Normal([20, 8], seed: 1), TestData.Normal([20, 16], seed: 2), batchSize: 4, epochs: 3, validationSplit: 0.2,
        verbose: Verbosity.Silent, callbacks: [tensorBoard, .. callbacks]);

    private List<EventReader.Entry> Read(string run) => EventReader.Read(Assert.Single(Directory.GetFiles(Path.Combine(folder, run))));

    private static IEnumerable<string> Tags(List<EventReader.Entry> entries) =>
        entries.Where(entry => entry.Tag is not null).Select(entry => entry.Tag!).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<(long Step, float Value)> Of(List<EventReader.Entry> entries, string tag) =>
        entries.Where(entry => entry.Tag == tag).Select(entry => (entry.Step, entry.Value!.Value));

    private static IEnumerable<(long Step, float Value)> Series(History history, string name) =>
        history[name].Select((value, epoch) => ((long)epoch, (float)value));
}
