namespace NeuralNet;

/// <summary>The penalties on the trainable parameters that have a regularizer.</summary>
internal sealed class Regularization(IEnumerable<Parameter> parameters)
{
    private readonly Parameter[] regularized = [.. parameters.Where(parameter =>
        parameter.IsTrainable && parameter.Regularizer is not null)];

    public double Penalty()
    {
        double penalty = 0;
        foreach (Parameter parameter in regularized)
            penalty += parameter.Regularizer!.Penalty(parameter.Value.Data);
        return penalty;
    }

    public void AddGradients(ParameterSpace gradients)
    {
        foreach (Parameter parameter in regularized)
            parameter.Regularizer!.AddGradient(parameter.Value.Data, gradients.Of(parameter)!.TouchAll().Data);
    }
}
