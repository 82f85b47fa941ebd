using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NeuralNet.Keras.Tests;

/// <summary>Tests that models that Keras saved predict and continue their trainings as in Keras.</summary>
public class LoadTests
{
    public static TheoryData<string> Names => ReferenceModel.Names;

    public static TheoryData<string> LegacyNames => ReferenceModel.LegacyNames;

    [Theory]
    [MemberData(nameof(Names))]
    public void PredictionsAreThoseOfKeras(string name)
    {
        ReferenceModel reference = ReferenceModel.Open(name);
        Model model = KerasModel.Load(reference.Path);
        Assert.Equal((string)reference.Json["kind"]! == "Sequential", model is Sequential);
        Assert.Equal(name, model.Name);
        ReferenceModel.Compare(reference.Json["weights"]!, model, 1e-7);
        Close.To(reference.Output, model.Predict(reference.Input), Close.Reference, name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WeightsAreLoadedIntoAModelOfOtherNames(string name)
    {
        ReferenceModel reference = ReferenceModel.Open(name);
        string json = KerasModel.Load(reference.Path, compile: false).ToJson();
        foreach (string layer in LayerDescription.Of(Model.FromJson(json)).Select(layer => layer.Name))
            json = Regex.Replace(json, $"\"{layer}\"(?!:)", $"\"other_{layer}\"");
        foreach (string file in (string[])[reference.WeightsPath, reference.Path])
        {
            Model model = Model.FromJson(json);
            KerasModel.LoadWeights(model, file);
            Close.To(reference.Output, model.Predict(reference.Input), Close.Reference, name);
        }
    }

    [Theory]
    [MemberData(nameof(LegacyNames))]
    public void FilesOfTheOlderFormatAreRead(string name)
    {
        ReferenceModel reference = ReferenceModel.Open(name);
        Model model = KerasModel.Load(reference.Path);
        Assert.True(model.IsCompiled);
        Close.To(reference.Output, model.Predict(reference.Input), Close.Reference, name);
        Model other = Model.FromJson(model.ToJson());
        KerasModel.LoadWeights(other, reference.Path);
        Close.To(reference.Output, other.Predict(reference.Input), Close.Reference, name);
    }

    [Fact]
    public void SettingsOfKeras2AreConverted()
    {
        Model model = KerasModel.Load(ReferenceModel.PathOf("legacy_keras2.h5"));
        var optimizer = Assert.IsType<Adam>(model.Optimizer);
        Assert.Equal(0.002f, optimizer.LearningRate.At(0));
        Close.To(0.002 / (1 + 0.01 * 50), optimizer.LearningRate.At(50), 1e-7, "learning rate");
        Assert.IsType<SparseCategoricalCrossEntropy>(Assert.Single(model.Losses!));
        Assert.Equal("accuracy", Assert.Single(model.Metrics!.SelectMany(metrics => metrics)).Name);
    }

    [Fact]
    public void ATrainingContinuesAsInKeras()
    {
        ReferenceModel reference = ReferenceModel.Open("compiled");
        Model model = KerasModel.Load(reference.Path);
        ContinuesAsInKeras(reference, model);
    }

    /// <summary>Trains a model for the epochs that Keras trained it after saving.</summary>
    internal static void ContinuesAsInKeras(ReferenceModel reference, Model model)
    {
        JsonNode json = reference.Json, resumed = json["resumed"]!;
        History history = model.Fit(
            TensorJson.Read(json["x"]!), TensorJson.Read(json["y"]!), batchSize: (int)json["batch_size"]!, epochs: (int)resumed["epochs"]!,
            shuffle: false, verbose: Verbosity.Silent);
        foreach ((string figure, JsonNode? values) in resumed["history"]!.AsObject())
        {
            double[] expected = [.. values!.AsArray().Select(value => (double)value!)];
            for (int i = 0; i < expected.Length; i++)
                Close.To(expected[i], history[figure][i], Close.Training, $"{figure} of epoch {i}");
        }

        ReferenceModel.Compare(resumed["final_weights"]!, model, Close.Training);
    }

    [Fact]
    public void TheStateOfTheOptimizerIsThatOfTheFile()
    {
        ReferenceModel reference = ReferenceModel.Open("compiled");
        OptimizerVariables variables = KerasModel.Load(reference.Path).GetOptimizerVariables();
        JsonObject expected = reference.Json["optimizer_variables"]!.AsObject();
        Assert.Equal((long)(double)expected["adam/iteration"]!["data"]![0]!, variables.Step);
        Close.To((double)expected["adam/learning_rate"]!["data"]![0]!, variables.LearningRate!.Value, 1e-7, "learning rate");
        foreach ((Parameter parameter, IReadOnlyDictionary<string, Tensor> slots) in variables.Slots.Where(pair => pair.Key.IsTrainable))
        {
            foreach ((string slot, Tensor values) in slots)
                Close.To(TensorJson.Read(expected[$"adam/compiled_{parameter.Name.Replace('/', '_')}_{slot}"]!), values, 1e-7, parameter.Name);
        }
    }

    [Fact]
    public void ALayerThatTheLibraryDoesNotHaveIsNamed()
    {
        foreach (string file in ReferenceModel.Lacking)
        {
            string message = Assert.Throws<ModelFileException>(() => KerasModel.Load(ReferenceModel.PathOf(file))).Message;
            Assert.Contains("There is no layer of class", message, StringComparison.Ordinal);
            Assert.Contains(file, message, StringComparison.Ordinal);
        }
    }
}
