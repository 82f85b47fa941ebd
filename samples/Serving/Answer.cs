using NeuralNet;

namespace Serving;

/// <summary>The answer to a client: the most probable species and its probability.</summary>
internal sealed record Answer(string Species, float Probability)
{
    /// <summary>Predicts the species of a flower.</summary>
    /// <exception cref="ArgumentException">The number of lengths is not that of the inputs of the model.</exception>
    public static Answer Of(Model model, Flower flower)
    {
        ClassPrediction prediction = model.PredictClasses(new Tensor([1, flower.Lengths.Length], flower.Lengths))[0];
        return new Answer(prediction.Name, prediction.Probability);
    }
}
