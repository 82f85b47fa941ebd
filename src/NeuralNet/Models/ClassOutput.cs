using System.Globalization;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The output of a model whose values are the probabilities of classes: a softmax, or a single sigmoid, which gives the probability of the
/// class 1 of two.
/// </summary>
internal readonly struct ClassOutput
{
    private readonly IReadOnlyList<string>? labels;

    /// <exception cref="InvalidOperationException">The output has no probabilities of classes.</exception>
    public ClassOutput(Model model)
    {
        LayerGraph graph = model.Graph;
        if (graph.Outputs.Count > 1)
            throw new InvalidOperationException($"The model '{model.Name}' has {graph.Outputs.Count} outputs; classes are predicted for "
                + "one. Take the output that matters as a model: new Model(input, output).");
        GraphNode node = graph.Nodes[graph.Outputs[0].Node];
        Shape row = node.OutputShapes[graph.Outputs[0].Output];
        bool areProbabilities = node.Layer.FinalActivation switch
        {
            SoftmaxActivation => row.Rank == 1 && row.Last > 1,
            SigmoidActivation => row.Rank == 1 && row.Last == 1,
            _ => false,
        };
        if (!areProbabilities)
            throw new InvalidOperationException($"The model '{model.Name}' gives no probabilities of classes: its last layer is "
                + $"'{node.Layer.Name}' ({node.Layer.ClassName}), whose output has the shape {row.ToStringWithBatch()} and the activation "
                + $"{node.Layer.FinalActivation?.Name ?? "none"}. A softmax over several values or a sigmoid of one value gives them; "
                + "Predict returns the values as they are.");
        labels = model.Labels;
    }

    /// <exception cref="InvalidOperationException">A value is NaN.</exception>
    public ClassPrediction Read(ReadOnlySpan<float> values)
    {
        int index = values.Length == 1 ? (values[0] > 0.5f ? 1 : 0) : TensorPrimitives.IndexOfMax(values);
        float probability = values.Length > 1 ? values[index] : index == 1 ? values[0] : 1 - values[0];
        if (float.IsNaN(probability))
            throw new InvalidOperationException("The model predicts NaN, which is no probability. The inputs or the weights contain NaN or "
                + "are too large.");
        return new ClassPrediction(index, NameOf(index, values.Length), probability);
    }

    /// <summary>Returns the name of a class. A single label of a single sigmoid is that of the class 1.</summary>
    private string NameOf(int index, int values)
    {
        if (labels is null)
            return index.ToString(CultureInfo.InvariantCulture);
        if (values == 1 && labels.Count == 1)
            return index == 1 ? labels[0] : $"not {labels[0]}";
        return labels[index];
    }
}
