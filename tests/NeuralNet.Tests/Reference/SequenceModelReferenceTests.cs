using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests of small models of sequences, and of their training, with Keras's values.</summary>
public class SequenceModelReferenceTests
{
    private static readonly ReferenceFile Layers = new("layers_sequences"), Trainings = new("training_sequences");

    public static TheoryData<string> Models => [.. Layers.Cases.Where(IsWithinReach).Select(reference => reference.Name)];

    public static TheoryData<string> TrainedModels => [.. Trainings.Cases.Where(IsWithinReach).Select(reference => reference.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Agrees(string name)
    {
        ReferenceCase reference = Layers[name];
        Model model = ModelOf(reference, "weights");
        foreach (JsonNode? node in reference.Json["calls"]!.AsArray())
            Check(model, new ReferenceCase(node!.AsObject()));
    }

    [Theory]
    [MemberData(nameof(TrainedModels))]
    public void TrainsAsKeras(string name)
    {
        ReferenceCase reference = Trainings[name];
        Model model = ModelOf(reference, "initial_weights");
        JsonNode optimizer = reference.Json["optimizer"]!;
        model.Compile(
            Optimizer.Known.Create(optimizer["kind"]!.GetValue<string>(), ReferenceCase.ConfigurationOf(optimizer["config"])),
            Loss.Known.Create(reference.Json["loss"]!.GetValue<string>(), new Configuration()));
        Tensor x = reference["x"].ToTensor(), y = reference["y"].ToTensor();
        int batchSize = reference.Json["batch_size"]!.GetValue<int>();
        double[] losses = [.. reference.Json["losses"]!.AsArray().Select(loss => loss!.GetValue<double>())];
        for (int step = 0; step < losses.Length; step++)
        {
            Tensor rows = Rows(x, step * batchSize, batchSize), targets = Rows(y, step * batchSize, batchSize);
            Close.To(losses[step], model.TrainOnBatch(rows, targets).Loss, Close.Training, $"loss of step {step}");
        }

        foreach ((string path, JsonNode? values) in reference.Json["final_weights"]!.AsObject())
            Close.To(new ReferenceTensor(values!).Values, ParameterOf(model, path).Value.Data, Close.Training, path);
    }

    /// <summary>Returns whether the library has all layers of a model.</summary>
    private static bool IsWithinReach(ReferenceCase reference) => reference.Kind is "Sequential" or "Functional"
        && reference.Json["config"]!["layers"]!.AsArray().All(layer =>
            Layer.Known.ClassNames.Contains(layer!["class_name"]!.GetValue<string>()));

    private static Model ModelOf(ReferenceCase reference, string weights)
    {
        var json = new JsonObject { ["class_name"] = reference.Kind, ["config"] = reference.Json["config"]!.DeepClone() };
        Model model = Model.FromJson(json.ToJsonString());
        foreach ((string path, JsonNode? values) in reference.Json[weights]!.AsObject())
            ParameterOf(model, path).SetValue(new ReferenceTensor(values!).ToTensor());
        return model;
    }

    private static Parameter ParameterOf(Model model, string path) => model.Parameters.Single(parameter => model.PathOf(parameter) == path);

    private static Tensor Rows(Tensor tensor, int start, int count)
    {
        var rows = new Tensor([count, .. tensor.Shape.WithoutBatch()]);
        for (int i = 0; i < count; i++)
            tensor.Row((start + i) % tensor.Shape[0]).CopyTo(rows.Row(i));
        return rows;
    }

    private static void Check(Model model, ReferenceCase call)
    {
        Tensor[] inputs = call.Optional("input") is { } input
            ? [input.ToTensor()]
            : [.. call.Json["inputs"]!.AsArray().Select(tensor => new ReferenceTensor(tensor!).ToTensor())];
        var gradients = new ParameterSpace([.. model.Parameters]);
        var plan = new ExecutionPlan(model.Graph, inputs[0].Rows, new PlanOptions { Gradients = gradients, DifferentiatesInputs = true });
        for (int i = 0; i < inputs.Length; i++)
            inputs[i].AsSpan().CopyTo(plan.Inputs[i].AsSpan());
        plan.Forward();
        ReferenceTensor expected = call["output"];
        Assert.Equal(expected.Shape, plan.Outputs[0].Shape);
        double[]? where = call.Optional("output_where")?.Values;
        for (int i = 0; i < expected.Values.Length; i++)
        {
            if (where is null || where[i / (expected.Values.Length / where.Length)] != 0)
                Close.To(expected.Values[i], plan.Outputs[0].Data[i], Close.Reference, $"output[{i}]");
        }

        call["upstream"].ToTensor().AsSpan().CopyTo(plan.OutputGradients[0]!.AsSpan());
        plan.Backward();
        if (call.Optional("input_gradient") is { } inputGradient)
            Close.To(inputGradient.Values, plan.InputGradients[0]!.Data, Close.Reference, "input gradient");
        foreach ((string path, JsonNode? values) in call.Json["weight_gradients"]!.AsObject())
        {
            Tensor actual = gradients.Of(ParameterOf(model, path))!.Values;
            Close.To(new ReferenceTensor(values!).Values, actual.Data, Close.Reference, $"gradient of {path}");
        }
    }
}
