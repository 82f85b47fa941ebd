namespace NeuralNet.Images.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ClassesAreFoldersInOrdinalOrder()
    {
        Write("b/1.png", "b/deep/2.jpg", "b/0.bmp", "a/x.PNG", "C/1.png", ".hidden/1.png");
        File.WriteAllText(folder["a/readme.txt"], "no picture");
        var data = new ImageFolder(folder.Path, shuffle: false, imageSize: (2, 3));
        Assert.Equal(["C", "a", "b"], data.ClassNames);
        Assert.Equal(["C/1.png", "a/x.PNG", "b/0.bmp", "b/1.png", "b/deep/2.jpg"], Relative(data));
        Assert.Equal([0, 1, 2, 2, 2], data.Classes);

        var chosen = new ImageFolder(folder.Path, classNames: ["b", "a"], shuffle: false, imageSize: (2, 3));
        Assert.Equal(["b", "a"], chosen.ClassNames);
        Assert.Equal([0, 0, 0, 1], chosen.Classes);
    }

    [Fact]
    public void BatchesHaveThePicturesAndTheirClasses()
    {
        for (int i = 0; i < 7; i++)
            Save($"{(i < 4 ? "a" : "b")}/{i}.png", 10 * i);
        var data = new ImageFolder(folder.Path, shuffle: false, imageSize: (2, 3), batchSize: 3);
        DatasetElement[] batches = [.. data.Elements()];
        Assert.True(data.IsBatched);
        Assert.Equal(3, data.Count);
        Assert.Equal<Shape>([[3, 2, 3, 3], [3, 2, 3, 3], [1, 2, 3, 3]], batches.Select(batch => batch.Inputs[0].Shape));
        Assert.Equal<Shape>([[3], [3], [1]], batches.Select(batch => batch.Targets[0].Shape));
        Assert.Equal([0, 10, 20, 30, 40, 50, 60], batches.SelectMany(batch => Brightness(batch.Inputs[0])));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1], batches.SelectMany(batch => batch.Targets[0].ToArray()));

        var samples = new ImageFolder(folder.Path, shuffle: false, imageSize: (2, 3), batchSize: null);
        Assert.False(samples.IsBatched);
        Assert.Equal(7, samples.Count);
        DatasetElement[] grouped = [.. samples.Batch(3).Elements()];
        Assert.Equal(batches.Select(batch => batch.Inputs[0].ToArray()), grouped.Select(batch => batch.Inputs[0].ToArray()));
        Assert.Equal(batches.Select(batch => batch.Targets[0].ToArray()), grouped.Select(batch => batch.Targets[0].ToArray()));
    }

    [Theory]
    [InlineData(LabelMode.Int, new[] { 4 }, new float[] { 0, 0, 1, 1 })]
    [InlineData(LabelMode.Binary, new[] { 4, 1 }, new float[] { 0, 0, 1, 1 })]
    [InlineData(LabelMode.Categorical, new[] { 4, 2 }, new float[] { 1, 0, 1, 0, 0, 1, 0, 1 })]
    public void LabelsAreThoseOfTheMode(LabelMode mode, int[] shape, float[] expected)
    {
        Write("a/1.png", "a/2.png", "b/1.png", "b/2.png");
        foreach (int? batchSize in (int?[])[4, null])
        {
            Dataset data = new ImageFolder(folder.Path, mode, shuffle: false, imageSize: (2, 3), batchSize: batchSize);
            DatasetElement batch = Assert.Single((batchSize is null ? data.Batch(4) : data).Elements());
            Assert.Equal(shape, batch.Targets[0].Shape);
            Assert.Equal(expected, batch.Targets[0].ToArray());
        }
    }

    [Fact]
    public void WithoutLabelsAllPicturesAreRead()
    {
        Write("b/1.png", "2.png", "a/c/3.png", "a-/4.png");
        var data = new ImageFolder(folder.Path, LabelMode.None, shuffle: false, imageSize: (2, 3));
        Assert.Equal(["2.png", "a-/4.png", "a/c/3.png", "b/1.png"], Relative(data));
        Assert.Empty(data.ClassNames);
        Assert.Empty(Assert.Single(data.Elements()).Targets);
        Sequential model = new Sequential(new Shape(2, 3, 3), seed: 1).Flatten().Dense(1);
        Assert.Equal([4, 1], model.Predict(data).Shape);
    }

    [Fact]
    public void ColorModesHaveTheirChannels()
    {
        Write("a/1.png", "b/1.png");
        foreach ((ColorMode mode, int channels) in (IEnumerable<(ColorMode, int)>)[(ColorMode.Grayscale, 1), (ColorMode.RGB, 3), (ColorMode.RGBA, 4)])
            Assert.Equal([2, 2, 3, channels], Assert.Single(new ImageFolder(folder.Path, colorMode: mode, imageSize: (2, 3)).Elements()).Inputs[0].Shape);
    }

    /// <summary>The orders are those of numpy.random.RandomState(seed).shuffle, computed by NumPy 1.24.</summary>
    [Theory]
    [InlineData(0, new[] { 2, 8, 4, 9, 1, 6, 7, 3, 0, 5 })]
    [InlineData(42, new[] { 8, 1, 5, 0, 7, 2, 9, 4, 3, 6 })]
    public void ASplitIsThatOfKeras(int seed, int[] order)
    {
        Write([.. Enumerable.Range(0, 10).Select(i => $"{(i < 5 ? "a" : "b")}/{i}.png")]);
        var training = new ImageFolder(folder.Path, seed: seed, validationSplit: 0.35, subset: Subset.Training, imageSize: (2, 3));
        var validation = new ImageFolder(folder.Path, seed: seed, validationSplit: 0.35, subset: Subset.Validation, imageSize: (2, 3));
        Assert.Equal(order[..7].Select(i => $"{(i < 5 ? "a" : "b")}/{i}.png"), Relative(training));
        Assert.Equal(order[7..].Select(i => $"{(i < 5 ? "a" : "b")}/{i}.png"), Relative(validation));
        Assert.Equal(order[7..].Select(i => i / 5), validation.Classes);
    }

    [Fact]
    public void ManyFilesHaveTheOrderOfNumPy()
    {
        int[] order = NumPyShuffle.Permutation(1000, 1337);
        Assert.Equal([977, 15, 56, 801, 747, 811, 115, 845], order[..8]);
        Assert.Equal([167, 232, 860, 189, 151], order[^5..]);
    }

    [Fact]
    public void WithoutASeedTheSubsetsAreDisjoint()
    {
        Write([.. Enumerable.Range(0, 12).Select(i => $"{(i < 6 ? "a" : "b")}/{i}.png")]);
        var training = new ImageFolder(folder.Path, validationSplit: 0.25, subset: Subset.Training, imageSize: (2, 3));
        var validation = new ImageFolder(folder.Path, validationSplit: 0.25, subset: Subset.Validation, imageSize: (2, 3));
        Assert.Equal(9, training.FilePaths.Count);
        Assert.Equal(12, training.FilePaths.Concat(validation.FilePaths).Distinct().Count());
    }

    [Fact]
    public void PassesAreShuffledAnewAndRepeatable()
    {
        for (int i = 0; i < 40; i++)
            Save($"{(i < 20 ? "a" : "b")}/{i}.png", i);
        var data = new ImageFolder(folder.Path, imageSize: (2, 3), batchSize: 7);
        float[] Order(Dataset dataset, int seed, long pass) => [.. dataset.Elements(seed, pass).SelectMany(batch => Brightness(batch.Inputs[0]))];
        float[] first = Order(data, 1, 0);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (float)i), first.Order());
        Assert.Equal(first, Order(data, 1, 0));
        Assert.NotEqual(first, Order(data, 1, 1));
        Assert.NotEqual(first, Order(data, 2, 0));
        var seeded = new ImageFolder(folder.Path, imageSize: (2, 3), seed: 5);
        Assert.Equal(Order(seeded, 1, 0), Order(seeded, 2, 0));
        Assert.All(data.Elements(1), batch => Assert.Equal(Brightness(batch.Inputs[0]).Select(value => value < 20 ? 0f : 1f), batch.Targets[0].ToArray()));
    }

    [Fact]
    public void AModelLearnsEvaluatesPredictsAndResumes()
    {
        for (int i = 0; i < 30; i++)
            Save($"{(i < 15 ? "dark" : "light")}/{i}.png", 8 * i);
        var data = new ImageFolder(folder.Path, imageSize: (2, 3), batchSize: 4);
        Sequential NewModel()
        {
            Sequential model = new Sequential(new Shape(2, 3, 3), seed: 1).Rescaling(1 / 255f).Flatten().Dense(8, "relu").Dense(2, "softmax");
            model.Labels = data.ClassNames;
            model.Compile(new Adam(0.05f), "sparse_categorical_crossentropy", "accuracy");
            return model;
        }

        Sequential model = NewModel();
        var options = new FitOptions { Epochs = 40, Verbose = Verbosity.Silent };
        model.Fit(data, options with { ValidationData = data });
        Assert.InRange(model.Evaluate(data)["accuracy"], 0.9, 1);
        Assert.Equal("light", model.PredictClasses(Picture.Load(folder["light/29.png"]).Reshape([1, 2, 3, 3]))[0].Name);
        var inOrder = new ImageFolder(folder.Path, imageSize: (2, 3), shuffle: false);
        Assert.Equal(inOrder.FilePaths.Count, model.Predict(inOrder).Shape[0]);

        Callback[] Backup(Action<TrainingRun> onBatchEnd) => [new BackupAndRestore(folder["backup"], 1), new LambdaCallback(onBatchEnd: onBatchEnd)];
        Assert.Throws<TimeoutException>(() => NewModel().Fit(data, options with
        {
            Callbacks = Backup(run =>
            {
                if (run is { Epoch: 1, Step: 3 })
                    throw new TimeoutException();
            }),
        }));
        Sequential resumed = NewModel();
        resumed.Fit(data, options with { Callbacks = Backup(_ => { }) });
        Assert.Equal(Bits.Of(model), Bits.Of(resumed));
    }

    [Fact]
    public void ThePicturesAreStoredInACache()
    {
        for (int i = 0; i < 6; i++)
            Save($"{(i < 3 ? "a" : "b")}/{i}.png", i);
        Dataset cached = new ImageFolder(folder.Path, imageSize: (2, 3), shuffle: false).Cache(folder["cache.safetensors"]);
        Assert.Equal(6, cached.Elements().Count());
        Directory.Delete(folder["a"], recursive: true);
        Assert.Equal([0, 1, 2, 3, 4, 5], cached.Batch(6).Elements().SelectMany(batch => Brightness(batch.Inputs[0])));
    }

    [Fact]
    public void ADamagedPictureEndsThePassWithItsName()
    {
        Write("a/1.png", "b/1.png");
        File.WriteAllText(folder["b/2.png"], "damaged");
        var data = new ImageFolder(folder.Path, imageSize: (2, 3), shuffle: false, batchSize: 1);
        var read = new List<DatasetElement>();
        string message = Assert.Throws<InvalidDataException>(() => read.AddRange(data.Elements())).Message;
        Assert.Contains(folder["b/2.png"], message, StringComparison.Ordinal);
        Sequential model = new Sequential(new Shape(2, 3, 3), seed: 1).Flatten().Dense(2, "softmax");
        model.Compile("sgd", "sparse_categorical_crossentropy");
        Assert.Contains("b/2.png' cannot be read as a picture", Assert.Throws<InvalidOperationException>(() => model.Evaluate(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APassThatEndsEarlyClosesItsFiles()
    {
        Write([.. Enumerable.Range(0, 50).Select(i => $"{(i < 25 ? "a" : "b")}/{i}.png")]);
        var data = new ImageFolder(folder.Path, imageSize: (2, 3), batchSize: 2);
        foreach (DatasetElement _ in data.Elements().Take(2))
            File.Delete(folder["a/0.png"]);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => data.Elements(cancellationToken: cancellation.Token).Count());
    }

    [Fact]
    public void BadFoldersAreRefused()
    {
        Assert.Throws<DirectoryNotFoundException>(() => new ImageFolder(folder["missing"]));
        Assert.Contains("has none", Refused<InvalidDataException>(() => new ImageFolder(folder.Path)), StringComparison.Ordinal);
        Assert.Contains("no pictures", Refused<InvalidDataException>(() => new ImageFolder(folder.Path, LabelMode.None)), StringComparison.Ordinal);
        Write("a/1.png");
        Assert.Contains("has 'a'", Refused<InvalidDataException>(() => new ImageFolder(folder.Path)), StringComparison.Ordinal);
        Directory.CreateDirectory(folder["b"]);
        Assert.Contains($"'{folder["b"]}' has no pictures", Refused<InvalidDataException>(() => new ImageFolder(folder.Path)), StringComparison.Ordinal);
        Write("b/1.png", "c/1.png");
        Assert.Contains("'d'", Refused<ArgumentException>(() => new ImageFolder(folder.Path, classNames: ["a", "d"])), StringComparison.Ordinal);
        Assert.Contains("twice", Refused<ArgumentException>(() => new ImageFolder(folder.Path, classNames: ["a", "a"])), StringComparison.Ordinal);
        Assert.Contains("has 3", Refused<ArgumentException>(() => new ImageFolder(folder.Path, LabelMode.Binary)), StringComparison.Ordinal);
        Assert.Contains("no classes", Refused<ArgumentException>(() => new ImageFolder(folder.Path, LabelMode.None, classNames: ["a"])), StringComparison.Ordinal);
        Assert.Contains("belong together", Refused<ArgumentException>(() => new ImageFolder(folder.Path, validationSplit: 0.5)), StringComparison.Ordinal);
        Assert.Contains("belong together", Refused<ArgumentException>(() => new ImageFolder(folder.Path, subset: Subset.Training)), StringComparison.Ordinal);
        Assert.Contains("leaves no picture", Refused<ArgumentException>(() => new ImageFolder(folder.Path, validationSplit: 0.1, subset: Subset.Validation)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageFolder(folder.Path, validationSplit: 1, subset: Subset.Training));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageFolder(folder.Path, batchSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageFolder(folder.Path, imageSize: (0, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageFolder(folder.Path, (LabelMode)9));
    }

    private static string Refused<TException>(Func<ImageFolder> create)
        where TException : Exception => Assert.Throws<TException>(create).Message;

    private static IEnumerable<float> Brightness(Tensor batch) => Enumerable.Range(0, batch.Shape[0]).Select(row => batch[row, 0, 0, 0]);

    private IEnumerable<string> Relative(ImageFolder data) => data.FilePaths.Select(path => Path.GetRelativePath(folder.Path, path).Replace('\\', '/'));

    private void Write(params string[] names)
    {
        foreach (string name in names)
            Save(name, 100);
    }

    private void Save(string name, float brightness)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        var picture = new Tensor([2, 3, 3]);
        picture.AsSpan().Fill(brightness);
        Picture.Save(picture, folder[name]);
    }
}
