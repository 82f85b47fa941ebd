using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests of trainings of models of recurrent layers against Keras's losses and weights.</summary>
public class SequenceTrainingReferenceTests
{
    private static readonly ReferenceFile File = new("training_sequences");

    public static TheoryData<string> Cases =>
        [.. File.Cases.Where(reference => reference.Kind == "Sequential").Select(reference => reference.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees(string name)
    {
        ReferenceCase reference = File[name];
        var description = new JsonObject
        {
            ["class_name"] = reference.Kind,
            ["config"] = reference.Json["config"]!.DeepClone()
        };
        Model model = Model.FromJson(description.ToJsonString());
        ForEachWeight(model, reference.Json["initial_weights"]!, (parameter, values) => parameter.SetValue(values.ToTensor()));
        JsonNode optimizer = reference.Json["optimizer"]!;
        model.Compile(
            Optimizer.Known.Create(optimizer["kind"]!.GetValue<string>(), ReferenceCase.ConfigurationOf(optimizer["config"])),
            Loss.Known.Create(reference.Json["loss"]!.GetValue<string>(), "loss"));

        Tensor x = reference["x"].ToTensor(), y = reference["y"].ToTensor();
        int size = reference.Json["batch_size"]!.GetValue<int>();
        double[] losses = [.. reference.Json["losses"]!.AsArray().Select(value => value!.GetValue<double>())];
        for (int step = 0; step < losses.Length; step++)
        {
            Evaluation result = model.TrainOnBatch(RowsFrom(x, step * size, size), RowsFrom(y, step * size, size));
            Close.To(losses[step], result.Loss, Close.Training, $"loss of step {step}");
        }

        ForEachWeight(model, reference.Json["final_weights"]!, (parameter, expected) =>
            Close.To(expected.Values, parameter.Value.Data, Close.Training, parameter.Name));
    }

    private static Tensor RowsFrom(Tensor values, int start, int count)
    {
        var rows = new Tensor(values.Shape.WithoutBatch().WithBatch(count));
        for (int i = 0; i < count; i++)
            values.Row((start + i) % values.Shape[0]).CopyTo(rows.Row(i));
        return rows;
    }

    private static void ForEachWeight(Model model, JsonNode weights, Action<Parameter, ReferenceTensor> action)
    {
        Dictionary<string, Parameter> byPath = model.Parameters.ToDictionary(model.PathOf, StringComparer.Ordinal);
        Assert.Equal(byPath.Count, weights.AsObject().Count);
        foreach ((string path, JsonNode? values) in weights.AsObject())
            action(byPath[path], new ReferenceTensor(values!));
    }
}
