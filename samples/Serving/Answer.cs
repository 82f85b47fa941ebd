using NeuralNet;

namespace Serving;

/// <summary>The answer to a client: the most probable species and its probability.</summary>
internal sealed record Answer(string Species, float Probability)
{
    /// <summary>Predicts the species of a flower.</summary>
    /// <exception cref="ArgumentException">The number of lengths is not that of the inputs of the model.</exception>
    public static Answer Of(Model model, Flower flower)
    {
        Tensor probabilities = model.Predict(new Tensor([1, flower.Lengths.Length], flower.Lengths));
        int best = probabilities.ArgMax()[0];
        return new Answer(model.Labels![best], probabilities[0, best]);
    }
}
