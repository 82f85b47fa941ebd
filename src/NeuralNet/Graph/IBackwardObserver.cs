namespace NeuralNet;

/// <summary>Follows a backward pass.</summary>
internal interface IBackwardObserver
{
    /// <summary>Called when the pass has finished a node, and so all nodes behind it.</summary>
    void AfterNode(int node);
}
