namespace NeuralNet;

/// <summary>Inputs of a cross-validation that are tensors.</summary>
internal sealed class FoldTensors(
    Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>, Model> modelFactory, IReadOnlyList<Tensor> x) : IFoldInputs
{
    public (Model Model, IReadOnlyList<Tensor> Inputs) CreateModel(int[] trainRows, Tensor[] targets)
    {
        Tensor[] inputs = Gather(x, trainRows);
        return (modelFactory(inputs, targets) ?? throw new InvalidOperationException("The function 'modelFactory' returned null."), inputs);
    }

    public IReadOnlyList<Tensor> Encode(Model model, int[] rows) => Gather(x, rows);

    public static Tensor[] Gather(IReadOnlyList<Tensor> tensors, int[] rows) => [.. tensors.Select(tensor => tensor.Gather(rows))];
}
