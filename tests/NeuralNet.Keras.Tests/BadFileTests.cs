using System.IO.Compression;
using System.Text;

namespace NeuralNet.Keras.Tests;

/// <summary>Tests that files that cannot be read name the reason and change nothing.</summary>
public sealed class BadFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("neuralnet-keras-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("half", 1e-3)]
    [InlineData("bfloat16", 1e-2)]
    [InlineData("double", 0)]
    public void NumbersOfOtherTypesAreRead(string file, double tolerance)
    {
        Model expected = KerasModel.Load(ReferenceModel.PathOf("two_branch.keras")), model = Model.FromJson(expected.ToJson());
        KerasModel.LoadWeights(model, FileOf(file));
        for (int i = 0; i < expected.Parameters.Count; i++)
            Close.To(expected.Parameters[i].Value, model.Parameters[i].Value, tolerance, expected.Parameters[i].Name);
    }

    [Theory]
    [InlineData("compressed", "compressed data")]
    [InlineData("soft_link", "a soft link")]
    [InlineData("external_link", "an external link")]
    [InlineData("big_endian", "big-endian")]
    [InlineData("cycle", "two links")]
    [InlineData("text", "layers/dense/vars/0")]
    public void FeaturesThatKerasDoesNotUseAreNamed(string file, string reason)
    {
        Model model = KerasModel.Load(ReferenceModel.PathOf("two_branch.keras"));
        string message = Assert.Throws<ModelFileException>(() => KerasModel.LoadWeights(model, FileOf(file))).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.StartsWith($"'{FileOf(file)}' cannot be read: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsOfOtherLayersAreNamedAndChangeNothing()
    {
        Refused(new Sequential(5, seed: 1).Dense(8).Dense(2), "the parameter 'kernel' of the layer 'dense_1' (Dense) has the shape (8, 2), and");
        Refused(new Sequential(5, seed: 1).Dense(8, "relu"), "weights of the layer '/layers/dense_1', which the model does not have");
        Refused(new Sequential(5, seed: 1).Dense(8, useBias: false), "'/layers/dense/vars/1' of shape (8,)");
        Refused(new Sequential(5, seed: 1).Dense(8).BatchNormalization(), "has 4 parameters of its own, and the file 0");

        void Refused(Model model, string reason)
        {
            float[][] before = [.. model.Parameters.Select(parameter => parameter.Value.ToArray())];
            string message = Assert.Throws<ModelFileException>(
                () => KerasModel.LoadWeights(model, ReferenceModel.PathOf("two_branch.weights.h5"))).Message;
            Assert.Contains(reason, message, StringComparison.Ordinal);
            Assert.Equal(before, model.Parameters.Select(parameter => parameter.Value.ToArray()));
        }
    }

    [Theory]
    [InlineData("config.json", null, "no entry 'config.json'")]
    [InlineData("model.weights.h5", null, "no entry 'model.weights.h5'")]
    [InlineData("metadata.json", """{"keras_version": "4.0.0"}""", "Keras 4.0.0")]
    [InlineData("metadata.json", "{}", "no 'keras_version'")]
    [InlineData("config.json", "[1", "not valid JSON")]
    [InlineData("config.json", """{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Lambda", "config": {"name": "f"}}]}}""", "'Lambda'")]
    [InlineData("model.weights.h5", "text", "neither an archive of Keras nor an HDF5 file")]
    public void WhatIsWrongInAnArchiveIsNamed(string entry, string? content, string reason) =>
        Assert.Contains(
            reason, Assert.Throws<ModelFileException>(() => KerasModel.Load(Changed(entry, content))).Message, StringComparison.Ordinal);

    [Fact]
    public void AnEntryThatExpandsIsRefusedBeforeItIsRead()
    {
        string path = Changed("config.json", new string(' ', 20_000_000));
        Assert.True(new FileInfo(path).Length < 200_000);
        Assert.Contains("more than 20 times", Assert.Throws<ModelFileException>(() => KerasModel.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelThatIsLargerThanItsWeightsIsRefused()
    {
        string json = new Sequential(3).Dense(500_000_000).ToJson();
        Assert.Contains("2000000000 values", Assert.Throws<ModelFileException>(() => KerasModel.Load(Changed("config.json", json))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOfPyTorchAndOfThisLibraryAreNamed()
    {
        string torch = Path.Combine(folder, "net.pt"), own = Path.Combine(folder, "net.safetensors");
        using (ZipArchive archive = ZipFile.Open(torch, ZipArchiveMode.Create))
            archive.CreateEntry("net/data.pkl");
        Sequential model = new Sequential(3).Dense(2);
        model.SaveWeights(own);
        Refused(torch, "it is a file of PyTorch", "LoadWeights");
        Refused(own, "it is a safetensors file", "Model.Load", "LoadWeights");

        void Refused(string path, params string[] reasons)
        {
            string message = Assert.Throws<ModelFileException>(() => KerasModel.Load(path)).Message;
            Assert.Equal(message, Assert.Throws<ModelFileException>(() => KerasModel.LoadWeights(model, path)).Message);
            Assert.All(reasons, reason => Assert.Contains(reason, message, StringComparison.Ordinal));
        }
    }

    /// <summary>A file of Keras 2 whose model has more values than its weights.</summary>
    [Fact]
    public void AFileOfKeras2WithFewerValuesNamesTheParameter()
    {
        string path = ChangedLegacy(text => text.Replace("\"units\": 2", "\"units\": 9", StringComparison.Ordinal));
        string message = Assert.Throws<ModelFileException>(() => KerasModel.Load(path)).Message;
        Assert.Contains("the parameter 'kernel' of the layer 'out' has the shape (3, 9), and '/model_weights/out/", message, StringComparison.Ordinal);
    }

    /// <summary>A file of Keras 2 whose last layer lists the first of its two tensors only.</summary>
    [Fact]
    public void AFileOfKeras2WithoutABiasNamesTheParameters()
    {
        const string Size = "\u0002\0\0\0\0\0\0\0";
        string path = ChangedLegacy(text =>
        {
            int size = text.IndexOf(Size + Size + (char)"legacy_sequential/out/kernel".Length, StringComparison.Ordinal);
            return text[..size] + '\u0001' + text[(size + 1)..];
        });
        string message = Assert.Throws<ModelFileException>(() => KerasModel.Load(path)).Message;
        Assert.Contains("the layer 'out' has 2 parameters (kernel, bias), and the file 1 (/model_weights/out/", message, StringComparison.Ordinal);
        Assert.Contains("/kernel)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOptimizerOfOtherVariablesIsRefusedUnlessItIsLeftOut()
    {
        string json = File.ReadAllText(Extracted("compiled.keras", "config.json")).Replace("\"trainable\": true", "\"trainable\": false", StringComparison.Ordinal);
        string path = Changed("config.json", json, "compiled.keras");
        Assert.Contains("compile: false", Assert.Throws<ModelFileException>(() => KerasModel.Load(path)).Message, StringComparison.Ordinal);
        Assert.False(KerasModel.Load(path, compile: false).IsCompiled);
    }

    private static string FileOf(string name) => Path.Combine(AppContext.BaseDirectory, "Files", $"{name}.weights.h5");

    private string Extracted(string archive, string entry)
    {
        string path = Path.Combine(folder, entry);
        using ZipArchive zip = ZipFile.OpenRead(ReferenceModel.PathOf(archive));
        zip.GetEntry(entry)!.ExtractToFile(path);
        return path;
    }

    /// <summary>Returns a changed copy of a file of Keras 2, in which each character is a byte.</summary>
    private string ChangedLegacy(Func<string, string> change)
    {
        string path = Path.Combine(folder, "changed.h5");
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(ReferenceModel.PathOf("legacy_sequential.h5")));
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(change(text)));
        return path;
    }

    /// <summary>Returns a copy of a file of Keras with another content of an entry, or without the entry.</summary>
    private string Changed(string entry, string? content, string archive = "two_branch.keras")
    {
        string path = Path.Combine(folder, "changed.keras");
        File.Copy(ReferenceModel.PathOf(archive), path);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update);
        zip.GetEntry(entry)!.Delete();
        if (content is not null)
        {
            using Stream stream = zip.CreateEntry(entry).Open();
            stream.Write(Encoding.UTF8.GetBytes(content));
        }

        return path;
    }
}
