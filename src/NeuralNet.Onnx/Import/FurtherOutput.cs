namespace NeuralNet.Onnx;

/// <summary>An output of an operator after the first, such as LayerNormalization's Mean or Dropout's mask.</summary>
internal sealed class FurtherOutput(string name, OperatorNode node) : ImportedValue
{
    protected override string Description => $"'{name}', an output of {node} after its first,";

    protected override string Cure => "only the first output of an operator is supported; leave it out of the graph";
}
