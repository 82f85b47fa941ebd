namespace NeuralNet.Text;

/// <summary>A token of a word, and the range of the word that it stands for.</summary>
internal readonly record struct Piece(int Id, int Start, int End);
