using System.IO.Compression;
using System.Text.Json.Nodes;
using NeuralNet.Keras;

namespace NeuralNet.Text.Tests;

/// <summary>
/// Tests that the TextVectorization of a Keras file becomes the encoder of the model. The files are those of Tools/make_keras.py, which
/// also computes the outputs.
/// </summary>
public class KerasFileTests
{
    private static readonly JsonNode Expected = JsonNode.Parse(File.ReadAllText(PathOf("keras.json")))!;

    /// <summary>The vocabulary is one of the files in the archive.</summary>
    [Fact]
    public void ASequentialTakesTexts()
    {
        Model model = Load("text_sequential.keras");
        var vectorization = Assert.IsType<TextVectorization>(Assert.Single(model.Encoders));
        Assert.Equal(["", "[UNK]", "baz", "bar", "foo", "boom", "ünder"], vectorization.GetVocabulary());
        Assert.Equal((5000, 4, "mail"), (vectorization.MaxTokens, vectorization.OutputSequenceLength, vectorization.Column));
        JsonArray texts = Expected["sequential"]!["texts"]!.AsArray(), outputs = Expected["sequential"]!["outputs"]!.AsArray();
        for (int i = 0; i < texts.Count; i++)
        {
            Tensor output = model.Predict(new Row { ["mail"] = (string)texts[i]! });
            Assert.All(outputs[i]!.AsArray().Zip(output.ToArray()), pair => Assert.Equal((float)pair.First!, pair.Second, 1e-6f));
        }

        model.Labels = ["ham", "spam"];
        Assert.Equal(model.Predict(new Row { ["mail"] = "foo" }).ToArray().Max(), new TextClassifier(model).Predict("foo").Probability);
    }

    /// <summary>
    /// One vocabulary is in the settings, the other in the archive with its weights; the inputs have another order than the layers.
    /// </summary>
    [Fact]
    public void AFunctionalModelTakesTextsOfTwoColumns()
    {
        Model model = Load("text_functional.keras");
        JsonNode expected = Expected["functional"]!;
        Assert.Equal(["title", "body"], model.Encoders.SelectMany(encoder => encoder.Columns));
        Assert.Equal([0.9f, 0.3f, 0.5f], ((TextVectorization)model.Encoders[0]).IdfWeights!);
        Assert.Equal([1, 2], ((TextVectorization)model.Encoders[1]).Ngrams!);
        Tensor output = model.Predict(new Row { ["title"] = (string)expected["title"]!, ["body"] = (string)expected["body"]! });
        Assert.Equal((float)expected["output"]!, output[0, 0], 1e-6f);

        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Model again = Model.Load(stream, new CustomObjects().AddNeuralNetText());
        Assert.Equal(output.ToArray(), again.Predict(new Row { ["title"] = "GOOD good film", ["body"] = "A a b" }).ToArray());
    }

    [Fact]
    public void TheErrorWithoutTheClassNamesTheCall()
    {
        var keras = Assert.Throws<ModelFileException>(() => KerasModel.Load(PathOf("text_sequential.keras")));
        Assert.Contains("AddNeuralNetText()", keras.Message, StringComparison.Ordinal);
        using var stream = new MemoryStream();
        Load("text_sequential.keras").Save(stream);
        stream.Position = 0;
        var own = Assert.Throws<ModelFileException>(() => Model.Load(stream));
        Assert.Contains("new CustomObjects().AddNeuralNetText()", own.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"ragged\": false, \"vocabulary\"", "\"ragged\": true, \"vocabulary\"", "has the setting 'ragged' true")]
    [InlineData(
        "\"standardize\": \"lower_and_strip_punctuation\"", "\"standardize\": {\"class_name\": \"f\"}", "has the setting 'standardize'")]
    [InlineData("\"split\": \"whitespace\"", "\"split\": \"sentence\"", "none, whitespace, character")]
    [InlineData("\"encoding\": \"utf-8\"", "\"encoding\": \"latin1\"", "has the setting 'encoding'")]
    [InlineData("\"max_tokens\": 5000", "\"max_tokens\": 3", "'maxTokens' is 3")]
    [InlineData("\"output_sequence_length\": 4", "\"output_sequence_length\": -4", "-4")]
    [InlineData("\"vocabulary\": null", "\"vocabulary\": [\"a\", \"a\"]", "'a' twice")]
    [InlineData("\"vocabulary\": null", "\"vocabulary\": 3", "vocabulary")]
    [InlineData("assets/layers/text_vectorization", "assets/layers/other", "has no vocabulary of the layer 'text_vectorization'")]
    public void WhatHasNoCounterpartIsRefused(string old, string changed, string message)
    {
        string path = Path.GetTempFileName();
        try
        {
            Rewrite(PathOf("text_sequential.keras"), path, old, changed);
            var exception = Assert.Throws<ModelFileException>(() => KerasModel.Load(path, new CustomObjects().AddNeuralNetText()));
            Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Copies an archive with other names of files or another configuration.</summary>
    private static void Rewrite(string source, string target, string old, string changed)
    {
        using ZipArchive from = ZipFile.OpenRead(source);
        using ZipArchive to = new(File.Create(target), ZipArchiveMode.Create);
        bool isChanged = false;
        foreach (ZipArchiveEntry entry in from.Entries)
        {
            string name = entry.FullName.Replace(old, changed, StringComparison.Ordinal);
            using Stream content = entry.Open(), copy = to.CreateEntry(name).Open();
            isChanged |= name != entry.FullName;
            if (entry.FullName != "config.json")
            {
                content.CopyTo(copy);
                continue;
            }

            string text = new StreamReader(content).ReadToEnd(), other = text.Replace(old, changed, StringComparison.Ordinal);
            isChanged |= text != other;
            using var writer = new StreamWriter(copy);
            writer.Write(other);
        }

        Assert.True(isChanged);
    }

    private static Model Load(string name) => KerasModel.Load(PathOf(name), new CustomObjects().AddNeuralNetText());

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Files", name);
}
