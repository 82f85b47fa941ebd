using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>
/// Tests malicious backups with a valid checksum: a Fit resumes from the backup and finishes, or throws a <see cref="ModelFileException"/>
/// and leaves the model unchanged, including all slots of the optimizer.
/// </summary>
[Trait("Category", "Slow")]
public sealed class BackupFuzzTests : IDisposable
{
    private const int FilesPerSeed = 600, Epochs = 4;

    private static readonly Tensor X = TestData.Normal([20, 3], seed: 1), Y = TestData.OneHot(20, 2, seed: 2);

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string BackupFile => Path.Combine(folder, "backup", "backup.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void EveryChangedBackupIsGoneOnFromOrRefused(int seed)
    {
        byte[] original = Interrupt();
        string[] keys = ["run", "run", "run", "training_state", "fingerprint", "seed", "header"];
        var random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < FilesPerSeed; i++)
        {
            string key = keys[random.Next(keys.Length)];
            byte[] file = key == "header" ? HeaderChanged(original, random) : SafetensorsBytes.Edited(original, key, text => JsonMutation.Apply($"[{text}]", random)[1..^1]);
            Directory.CreateDirectory(Path.GetDirectoryName(BackupFile)!);
            File.WriteAllBytes(BackupFile, file);
            File.WriteAllText(Path.Combine(folder, "log.csv"), new string('x', 1000));
            Sequential model = TrainedModel();
            byte[] before = SafetensorsBytes.Saved(model);
            long taken = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Train(model, () => { });
            }
            catch (ModelFileException exception)
            {
                refused++;
                Assert.Contains("Delete the file", exception.Message, StringComparison.Ordinal);
                Assert.True(before.AsSpan().SequenceEqual(SafetensorsBytes.Saved(model)), $"Seed {seed}, file {i} changed the model and was refused: {exception.Message}");
            }
            catch (TrainingDivergedException)
            {
                // A learning rate of 1e30 is one.
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}, file {i}: {exception}");
            }

            taken = GC.GetAllocatedBytesForCurrentThread() - taken;
            Assert.True(taken < 10_000_000 + 50L * file.Length, $"Seed {seed}, file {i}: {taken} bytes were taken for a file of {file.Length}.");
        }

        Assert.InRange(refused, FilesPerSeed / 4, FilesPerSeed - 1);
    }

    /// <summary>The state of callbacks is restored after the weights, which must be reset if that fails.</summary>
    [Fact]
    public void ACallbackThatCannotTakeItsStateLeavesTheModelAsItWas()
    {
        byte[] original = Interrupt();
        File.WriteAllBytes(BackupFile, SafetensorsBytes.Edited(original, "run", text => text.Replace("\"wait\":", "\"weight\":", StringComparison.Ordinal)));
        Sequential model = TrainedModel();
        byte[] before = SafetensorsBytes.Saved(model);
        Assert.Contains("wait", Assert.Throws<ModelFileException>(() => Train(model, () => { })).Message, StringComparison.Ordinal);
        Assert.Equal(before, SafetensorsBytes.Saved(model));
    }

    private static byte[] HeaderChanged(byte[] file, Random random)
    {
        JsonObject header = JsonNode.Parse(SafetensorsBytes.HeaderOf(file))!.AsObject();
        return SafetensorsBytes.Resealed(SafetensorsBytes.Of(JsonMutation.Apply(header.ToJsonString(), random),
            SafetensorsBytes.DataOf(file)));
    }

    private static Sequential NewModel(int seed)
    {
        Sequential model = new Sequential(3, seed).Dense(4, "tanh").Dropout(0.3f).BatchNormalization().Dense(2, "softmax");
        model.Compile(new Adam(0.01f) { UseEma = true }, "categorical_crossentropy", "accuracy", new AUC(10), "f1_score", "r2_score");
        return model;
    }

    /// <summary>Returns a model with another seed that was trained before.</summary>
    private static Sequential TrainedModel()
    {
        Sequential model = NewModel(seed: 9);
        model.Fit(X, Y, 20, 1, Verbosity.Silent);
        return model;
    }

    /// <summary>Creates a backup in the middle of the third epoch, with a state of each callback.</summary>
    private byte[] Interrupt()
    {
        int batches = 0;
        Assert.Throws<InvalidDataException>(() => Train(NewModel(seed: 5), () =>
        {
            if (++batches == 13)
                throw new InvalidDataException();
        }));
        return File.ReadAllBytes(BackupFile);
    }

    private void Train(Sequential model, Action onBatchEnd) => model.Fit(X, Y, 4, Epochs, Verbosity.Silent,
        [
            new BackupAndRestore(Path.Combine(folder, "backup"), saveFreq: 1),
            new EarlyStopping(patience: 2, restoreBestWeights: true),
            new ReduceLROnPlateau(patience: 1, cooldown: 1),
            new CSVLogger(Path.Combine(folder, "log.csv")),
            new ModelCheckpoint(Path.Combine(folder, "best"), saveBestOnly: true, saveWeightsOnly: true),
            new LambdaCallback(onBatchEnd: _ => onBatchEnd()),
        ],
        validationData: (X, Y), output: TextWriter.Null);
}
