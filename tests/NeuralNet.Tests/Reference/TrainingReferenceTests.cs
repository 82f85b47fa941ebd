using System.Globalization;
using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>
/// Tests of whole Fits. If a softmax or sigmoid ends the model, the reference computes the loss from probabilities and the library from
/// logits; nothing saturates in these cases, so both agree.
/// </summary>
public class TrainingReferenceTests
{
    private static readonly ReferenceFile File = new("training");

    public static TheoryData<string> Cases =>
        [.. File.Cases.Where(reference => IsWithinReach(reference)).Select(reference => reference.Name)];

    /// <summary>Returns whether a case can run: only cases of a missing optimizer or loss are omitted.</summary>
    private static bool IsWithinReach(ReferenceCase reference) =>
        !MissingKinds.Optimizers.Contains(reference.Json["optimizer"]!["kind"]!.GetValue<string>())
        && !MissingKinds.Losses.Contains(reference.Json["loss"]!.GetValue<string>());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees(string name)
    {
        ReferenceCase reference = File[name];
        Tensor x = reference["x"].ToTensor(), y = reference["y"].ToTensor();
        Sequential model = Build(reference, x.Shape.WithoutBatch());
        model.Compile(OptimizerOf(reference), Loss.Known.Create(reference.Json["loss"]!.GetValue<string>(),
            ReferenceCase.ConfigurationOf(reference.Json["loss_config"])));

        History history = model.Fit(
            x, y, reference.Json["batch_size"]!.GetValue<int>(), reference.Json["epochs"]!.GetValue<int>(), Verbosity.Silent,
            shuffle: reference.Json["shuffle"]!.GetValue<bool>(), classWeight: ClassWeight(reference),
            sampleWeight: reference.Optional("sample_weight")?.ToTensor());

        double[] expectedLosses = [.. reference.Json["epoch_losses"]!.AsArray().Select(value => value!.GetValue<double>())];
        Assert.Equal(expectedLosses.Length, history["loss"].Count);
        for (int epoch = 0; epoch < expectedLosses.Length; epoch++)
            Close.To(expectedLosses[epoch], history["loss"][epoch], Close.Training, $"loss of epoch {epoch}");
        ForEachWeight(model, reference.Json["final_weights"]!.AsArray(), (parameter, expected) =>
            Close.To(expected.Values, parameter.Value.Data, Close.Training, parameter.Name));
    }

    private static Sequential Build(ReferenceCase reference, Shape inputShape)
    {
        var model = new Sequential(inputShape, seed: 1);
        JsonArray layers = reference.Json["layers"]!.AsArray();
        foreach (JsonNode? layer in layers)
        {
            JsonObject settings = layer!.DeepClone().AsObject();
            settings["use_bias"] = settings.Remove("bias");
            settings.Remove("kernel");
            if (reference.Json["kernel_regularizer_l2"] is { } l2)
                settings["kernel_regularizer"] = new JsonObject
                {
                    ["class_name"] = "L2",
                    ["config"] = new JsonObject { ["l2"] = l2.DeepClone() }
                };
            model.Add(Layer.Known.Create(settings["kind"]?.GetValue<string>() ?? "Dense", new Configuration(settings)));
        }

        ForEachWeight(model, layers, (parameter, values) => parameter.SetValue(values.ToTensor()));
        return model;
    }

    private static Optimizer OptimizerOf(ReferenceCase reference) => Optimizer.Known.Create(
        reference.Json["optimizer"]!["kind"]!.GetValue<string>(), ReferenceCase.ConfigurationOf(reference.Json["optimizer"]!["config"]));

    private static Dictionary<int, float>? ClassWeight(ReferenceCase reference) => reference.Json["class_weight"]?.AsObject()
        .ToDictionary(pair => int.Parse(pair.Key, CultureInfo.InvariantCulture), pair => pair.Value!.GetValue<float>());

    private static void ForEachWeight(Model model, JsonArray weightsOfLayers, Action<Parameter, ReferenceTensor> action)
    {
        Assert.Equal(model.Layers.Count, weightsOfLayers.Count);
        for (int i = 0; i < weightsOfLayers.Count; i++)
        {
            foreach (Parameter parameter in model.Layers[i].Parameters)
                action(parameter, new ReferenceTensor(weightsOfLayers[i]![parameter.ShortName]!));
        }
    }
}
